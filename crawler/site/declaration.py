"""What a site declares: the attributes of a site file, and what others may ask of them without a crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.extract.selectors import Selectors

Queries = str | tuple[str, ...]
"""One CSS selector or XPath, or alternatives of which the first that finds something is taken."""
SELECTOR_FIELDS = (
    "title", "body", "date", "source", "author", "byline", "kicker", "subtitle", "section",
    "breadcrumbs", "keywords", "images", "next_page", "remove",
)  # fmt: skip


class Site:
    """One outlet's attributes, grouped by who reads them."""

    # ── The outlet ──────────────────────────────────────────────────────────────────────────────
    name: str = ""
    """Same as the file's; letters, digits, underscores, no leading digit (21jingji → jingji21)."""
    outlet: str = ""
    """As readers know it, in its own script."""
    region: str = ""
    """ISO 3166-2 on the mainland (``CN-SD``), else ISO 3166-1 (``HK``, ``MO``, ``TW``, ``SG``, ``MY``)."""
    reader_region: str = ""
    """Whose Traditional the derived form is: ``TW`` or ``HK``; empty: as the region has it."""
    script: str = "hans"
    """Script the outlet publishes in; stated for docs and doctor, detection does not rely on it."""
    family: str = ""
    """Set by the family."""
    needs_arguments: bool = False
    """True where the spider cannot run without ``-a``: ``crawlall`` leaves it out."""
    verified_at: str = ""
    """Day somebody saw it work live (``scrapy doctor``); empty: never claimed."""

    # ── Addresses (read by NewsSpider) ──────────────────────────────────────────────────────────
    hosts: tuple[str, ...] = ()
    """Further hosts articles live on; the lists' registered domains are always allowed."""
    article_url: str = ""
    """Regular expression searched in a link's absolute URL; empty: whatever ``links`` selects."""
    keep_query: tuple[str, ...] | None = None
    """Query keys that identify an article; ``None``: all but tracking keys, ``()``: none."""
    drop_query: tuple[str, ...] = ()
    """Query keys to drop beside the tracking ones."""
    headers: ClassVar[Mapping[str, str]] = {}
    """Sent with every list and article request."""

    # ── Lists (read by NewsSpider) ──────────────────────────────────────────────────────────────
    lists: tuple[str, ...] | str = ()
    """List addresses; may hold ``{page}``, ``{date:%Y%m%d}``, ``{now}``, ``{week_ago}`` (Unix seconds)."""
    first_list: int = 1
    """What ``{page}`` begins with."""
    max_lists: int = 3
    """Pages of one list in an ordinary crawl."""
    max_lists_back: int = 200
    """Pages of one list with ``full``, ``since`` or ``date``."""
    look_back: int = 7
    """Days to go back when today's dated list (or issue) is not there yet."""
    skip_titles: str = (
        r"^\W*(今日|本[版报]|要闻)?(导读|導讀|导航|目录|版权声明|图片新闻|圖片新聞|公益广告|公益廣告|广告|廣告|社址|责任编辑"
        r"|[遗遺]失[声聲]明|公告|启事|啟事|声明|聲明|报头|天气预报|上期回顾|下转.{0,6}版)\W*$|^\W*(本报)?社址|广告热线|^\W*(上接|下转)第?.{1,4}版"
    )
    """Links with such a text lead to no article (mastheads, contents, notices): counted, not fetched."""

    # ── Article pages (read by extraction; each a CSS selector, an XPath, or a tuple of them) ────
    title: Queries = ""
    body: Queries = ""
    date: Queries = ""
    source: Queries = ""
    author: Queries = ""
    byline: Queries = ""
    kicker: Queries = ""
    subtitle: Queries = ""
    section: Queries = ""
    breadcrumbs: Queries = ""
    keywords: Queries = ""
    images: Queries = ""
    next_page: Queries = ""
    remove: Queries = ""
    trust_list_date: bool = False
    """True where the list's (the issue's) date is better than what the page shows."""
    max_pages: int = 20
    """Pages of one article that are joined."""

    # ── Manners ─────────────────────────────────────────────────────────────────────────────────
    crawl_every: float = 1
    """Hours from one crawl to the next (``scrapy crawlall --due``); more where news is seldom."""
    challenge_limit: int = 3
    """Challenge pages in a row after which the crawl stops: the site does not want it now."""

    # ── What others ask a site, without a crawl ─────────────────────────────────────────────────

    @classmethod
    def selectors(cls, changed: Mapping[str, Any] | None = None) -> Selectors:
        """Return the selectors for extraction: ``changed``, then the site's own, then its family's."""
        from crawler.extract.selectors import Selectors, alternatives

        classes = cls.__mro__[: cls.__mro__.index(Site) + 1]
        return Selectors(
            **{
                name: tuple(
                    dict.fromkeys(
                        option
                        for attributes in (changed or {}, *map(vars, classes))
                        for option in alternatives(attributes.get(name, ""))
                    )
                )
                for name in SELECTOR_FIELDS
            }
        )

    @classmethod
    def identity(cls) -> dict[str, str]:
        """Return the article fields that say which outlet it is."""
        reader = cls.reader_region or ("HK" if cls.region in {"HK", "MO", "CN-HK", "CN-MO"} else "TW")
        return {"site": cls.name, "outlet": cls.outlet, "region": cls.region, "reader_region": reader}

    @classmethod
    def canonical(cls, url: str) -> str:
        """Return the address that identifies an article of this site."""
        from crawler.text.urls import canonical_url

        return canonical_url(url, keep_query=cls.keep_query, drop_query=cls.drop_query)

    @classmethod
    def home_urls(cls) -> Sequence[str]:
        """Return addresses whose domains belong to the site."""
        return cls.list_templates()

    @classmethod
    def list_templates(cls) -> tuple[str, ...]:
        """Return ``lists`` as a tuple."""
        return (cls.lists,) if isinstance(cls.lists, str) else cls.lists

    @classmethod
    def body_is_own(cls) -> bool:
        """Return whether the site, not its family, says where the text is."""
        return bool(vars(cls).get("body"))
