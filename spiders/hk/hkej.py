"""信報 即時新聞與地產.

A (RSSHub, 2026-04); daily paper is for subscribers, clouds get 403: then it is left alone.
"""

from crawler.families.portal import PortalSpider


class HkejSpider(PortalSpider):
    name = "hkej"
    outlet = "信報財經新聞"
    region = "HK"
    script = "hant"
    lists = tuple(
        f"https://www2.hkej.com/instantnews/{section}" for section in ("stock", "hongkong", "china")
    )
    article_url = r"hkej\.com/instantnews/\w+/article/\d+"
    links = ("h3.in_news_u_t a", "h4.hkej_hl-news_topic_2014 a", "div.hkej_toc_listingAll_news2_2014 h3 a")
    body = "div#article-content"
    section = "p.info span.cate a"
    date = "p.info span.date"
    images = "div.hkej_detail_thumb_2014 td a"
    remove = ".hkej_sub_ex_article_nonsubscriber_ad_2014"
