"""Every knob.  What a person may want to turn reads the environment; see docs/operators.md."""

import os

BOT_NAME = "regional_news"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
COMMANDS_MODULE = "crawler.commands"
USER_AGENT = os.environ.get(
    "CRAWL_USER_AGENT", "regional-news-crawler (+set CRAWL_USER_AGENT to your contact page)"
)

# ── The way of an article: each step a file of pipelines/, in this order ─────────────────────────
ITEM_PIPELINES = {
    "pipelines.normalise.NormalisePipeline": 100,  # fields trimmed, dates aware UTC, byline split
    "pipelines.detect_script.DetectScriptPipeline": 200,  # script of each fragment and of the page
    "pipelines.despam.DespamPipeline": 300,  # spans cut, each kept with reason; text = clean + cut
    "pipelines.convert.ConvertPipeline": 350,  # hans and hant forms of the cut text, search terms
    "pipelines.enrich.EnrichPipeline": 400,  # stocks, regions, amounts, each with its span
    "pipelines.dedupe.DedupePipeline": 500,  # content hash, near-duplicate cluster (needs database)
    "pipelines.validate.ValidatePipeline": 600,  # required fields, sane lengths and dates
    "pipelines.store.StorePipeline": 900,  # one idempotent upsert; spool when MongoDB is away
}

# ── Politeness ───────────────────────────────────────────────────────────────────────────────────
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1.0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0

# ── Limits ───────────────────────────────────────────────────────────────────────────────────────
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
REDIRECT_MAX_TIMES = 8
RETRY_TIMES = 3
CONCURRENT_ITEMS = 8  # Scrapy makes so many tasks for every page: its 100 cost a millisecond or more
DEPTH_LIMIT = 0  # spiders bound lists and pages themselves (max_lists, max_pages); Scrapy drops in silence

# ── Spam: scores are 0 to 1 ──────────────────────────────────────────────────────────────────────
SPAM_CUT_THRESHOLD = 0.8  # from here a span is cut (kept in spam_spans, restorable)
SPAM_CUT_THRESHOLD_WITHOUT_PAGE = 0.97  # re-cleaning stored text: what was not found on the page itself
SPAM_FLAG_THRESHOLD = 0.5  # from here it stays in the text and is listed for review

# ── Getting pages ────────────────────────────────────────────────────────────────────────────────
DOWNLOAD_HANDLERS = {
    "http": "crawler.fetch.host_map.HostMapHandler",
    "https": "crawler.fetch.host_map.HostMapHandler",
    **dict.fromkeys(("data", "file", "ftp", "s3")),
}
TWISTED_DNS_RESOLVER = "crawler.fetch.security.PublicResolver"
ALLOW_PRIVATE_ADDRESSES = False  # tests against a server of their own
HOST_MAP: dict[str, str] = {}  # host → local address, "*" for all others: tests and the demo set it
REVISITS_A_CRAWL = 300  # addresses that are due and on no list any more: the rest is left for the next crawl
INCREMENTAL = True  # known articles are skipped until they are due again; -a full=1 for one crawl
SPIDER_MIDDLEWARES = {
    "crawler.fetch.incremental.IncrementalMiddleware": 950,
    "crawler.health.watch.ListWatchMiddleware": 960,  # nearer to the spider: counts known links, too
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # loses redirects to another site
    "crawler.fetch.redirects.OnSiteMiddleware": 45,
    "crawler.fetch.security.AddressGuardMiddleware": 50,  # only http(s), nothing private
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # allows all when it cannot be had
    "crawler.fetch.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,  # raises on <base href="http://[">
    "crawler.fetch.redirects.GuardedMetaRefreshMiddleware": 580,
    "crawler.archive.ArchiveMiddleware": 995,  # next to the network: what is kept is what came
}
SCHEDULER = "crawler.store.job.JobScheduler"  # with -s JOBDIR=…: a killed crawl loses no request
DUPEFILTER_CLASS = "crawler.fetch.redirects.RedirectAwareDupeFilter"

# ── Nothing listens that was not asked for ───────────────────────────────────────────────────────
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# ── What runs beside a crawl ─────────────────────────────────────────────────────────────────────
EXTENSIONS = {
    "crawler.collector.SeldomCollector": 50,  # Python's garbage collector: a twentieth less processor time
    "crawler.store.runs.RunRecorder": 100,  # one document per crawl in `runs`, and the exit code
    "crawler.health.watch.HealthWatch": 200,  # one document per site in `sites`: figures, usual ones, alarms
}
REJECT_LIMIT = 0.5  # share of pages set aside from which a crawl counts as failed

# ── Health: each crawl of a site is compared with what is usual for that site ────────────────────
HEALTH_RUNS = 14  # earlier crawls that show what is usual
HEALTH_PAGES = 5  # pages without which a share says nothing: crawls that saw fewer are judged together
HEALTH_DROP = 0.5  # alarm below this part of what is usual (fields given, length of texts)
HEALTH_LINKS_DROP = 0.34  # the same for links on lists: a weekend's issue is thinner
HEALTH_REJECTS = 0.3  # share of pages set aside, or garbled, from which it may be one
HEALTH_QUIET_TIMES = 3  # usual intervals without anything new …
HEALTH_QUIET_DAYS = 4  # … and at least so many days
HEALTH_LIST_PAGES = True  # look at list pages for injected content
ALERT_URLS = os.environ.get("ALERT_URLS", "")  # Apprise URLs, parted by spaces; needs pip install .[alerts]

# ── MongoDB ──────────────────────────────────────────────────────────────────────────────────────
MONGODB_URI = os.environ.get("MONGODB_URI", "")  # empty: the embedded server under DATA_DIR
MONGODB_DATABASE = os.environ.get("MONGODB_DATABASE", "regional_news")
DATA_DIR = os.environ.get("DATA_DIR", ".data")
STORE_PATIENCE = os.environ.get("STORE_PATIENCE", "20")  # seconds MongoDB may be away before the spool
ARCHIVE_DIR = os.environ.get("ARCHIVE_DIR", "")  # set: raw responses are written there as WARC

LOG_LEVEL = os.environ.get("LOG_LEVEL", "INFO")
FEED_EXPORT_ENCODING = "utf-8"
