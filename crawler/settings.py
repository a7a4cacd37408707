"""Every setting, grouped, with Scrapy's default and our reason.

Scrapy's own names are kept wherever Scrapy has one, so `-s DOWNLOAD_DELAY=0` does what a Scrapy user expects.
"""

# Where things are
BOT_NAME = "tin-so"
SPIDER_MODULES = ["spiders"]
COMMANDS_MODULE = "crawler.commands"
HOST_REGISTRY = "spiders.registry.by_address"  # agency and province of an address; a name: the book is above us

# The store of record (no FEEDS, no JOBDIR: both lose pages when a run is killed)
STORE_PATH = "output/articles.db"
STORE_PATIENCE = 60.0  # seconds a store locked by another process is waited for before the run ends
KEEP_REMOVED = False  # keep the lines of a page that are no text of its article (Hà Nội: 142 bytes an article)
REPORT_PATH = "output/report.html"
LOG_PATH = "output/logs"  # a log a portal, of crawlall and schedule
STATUS_PATH = "output/status"  # what `scrapy status --html` writes
EXPORT_PATH = "output/exports/demo.jsonl"  # what `scrapy demo` writes
SCHEDULER = "crawler.scheduler.FrontierScheduler"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # default RFPDupeFilter; the frontier knows what was seen
ITEM_PIPELINES = {
    "crawler.pipelines.validate.ValidatePipeline": 100,
    "crawler.pipelines.deduplicate.DeduplicatePipeline": 200,
    "crawler.pipelines.store.StorePipeline": 300,
}
SPIDER_MIDDLEWARES = {
    "crawler.middlewares.outcomes.OutcomesLast": 10,  # a page is done only after its links are kept
    "crawler.middlewares.trap_budget.TrapBudgetMiddleware": 850,
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,  # marks first requests; nobody reads the mark
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,  # only warns who writes a spider
}

# Who we are
USER_AGENT = "TinSo/0.1 (news archive of government departments)"
ROBOTSTXT_USER_AGENT = "TinSo"

# Polite by default: one connection a host, at least a second apart (Scrapy: 8 at once, no delay)
ROBOTSTXT_OBEY = True  # default False
ROBOTS_MEMORY = "crawler.store.robots_rows.StoredRobots"  # a host that does not answer keeps its last rules for a month
CONCURRENT_REQUESTS = 8  # default 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8; these servers are old and shared
DOWNLOAD_DELAY = 1.5  # default 0; seconds
DOWNLOAD_DELAY_JITTER = 0.5  # default 0.5; half the delay more or less

# Limits: a page, a site and a run end
DOWNLOAD_TIMEOUT = 30  # default 180; a stop waits for downloads in flight
DOWNLOAD_MAXSIZE = 8 * 2**20  # default 1 GiB; after decompression too
DOWNLOAD_WARNSIZE = 0  # default 32 MiB
URLLENGTH_LIMIT = 2_000  # default 2083
DEPTH_PRIORITY = 1  # default 0; breadth first
METAREFRESH_ENABLED = False  # default True; pages that reload themselves are kept as they are
REDIRECT_MAX_TIMES = 5  # default 20
MEMUSAGE_LIMIT_MB = 1024  # default 0; stop and resume rather than be killed

# Speed: where the CPU of a crawl goes
CONCURRENT_ITEMS = 1  # default 100; Scrapy starts so many tasks for every response, and no pipeline of ours waits
WARN_ON_GENERATOR_RETURN_VALUE = False  # default True; asks for every page whether its callback returns, ours do not
LOG_FORMATTER = "crawler.extensions.quiet.QuietFormatter"
LOG_JSON = False  # one JSON object a line
LOGSTATS_INTERVAL = 60.0  # default; seconds

# Nothing listens, nothing leaves the web
TELNETCONSOLE_ENABLED = False  # default True; opens a port that runs Python
REMOTE_CONTROL_ENABLED = False  # default True since 2.19; the same over HTTP
DOWNLOAD_HANDLERS = {
    "file": None,  # a link on a page must never reach these four
    "ftp": None,
    "s3": None,
    "data": None,
    "http": "crawler.middlewares.answer_heads.CappedHandler",  # headers without end, which no limit of Scrapy's counts
    "https": "crawler.middlewares.tls.RecordingHandler",  # what is wrong with a certificate is kept with the page
}
TWISTED_DNS_RESOLVER = "crawler.middlewares.resolver.CheckingResolver"  # no name may resolve to a private address
ALLOWED_PRIVATE_NETWORKS: list[str] = []  # ["127.0.0.1/32"] for the demo and the tests; all others stay forbidden
REFERRER_POLICY = "same-origin"  # default no-referrer-when-downgrade
COOKIES_ENABLED = True  # default; some portals answer only to who carries the cookie they have just set

# A hostile web: one guard a file, in crawler/middlewares/. Low numbers are near the spider, high ones near the network.
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # retries and redirects pass it
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # fails open
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,  # three tries within milliseconds
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # takes half a page for a page
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,  # asks third parties for a list of domains
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # no portal asks for a password
    "crawler.middlewares.scope.OuterScopeMiddleware": 50,
    "crawler.middlewares.trap_budget.TrapBudgetMiddleware": 90,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.retry_after.RetryAfterMiddleware": 550,
    "crawler.middlewares.block_pages.BlockPagesMiddleware": 580,
    "crawler.middlewares.preparse.PreParseMiddleware": 585,
    "crawler.middlewares.integrity.IntegrityMiddleware": 590,
    "crawler.middlewares.circuit_breaker.CircuitBreakerMiddleware": 640,
    "crawler.middlewares.cookies.HostCookies": 700,
    "crawler.middlewares.tls.TlsMiddleware": 860,
    "crawler.middlewares.politeness.PolitenessMiddleware": 870,
    "crawler.middlewares.scope.ScopeMiddleware": 950,
}
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]  # default has 503 and 429 too: those wait for Retry-After
RETRY_DELAY = 5.0  # ours; seconds before the first retry, doubled before the next
RETRY_PRIORITY_ADJUST = -100  # default -1; again at the end of the run

# What watches a run
EXTENSIONS = {
    "scrapy.extensions.logstats.LogStats": None,  # default on; our progress line says more
    "crawler.extensions.progress.ProgressExtension": 0,
    "crawler.extensions.log_form.LogFormExtension": -1,  # first: no page forges a log line
    "crawler.extensions.observation.ObservationExtension": 0,  # what health judges a run by
}
STATS_DUMP = False  # default True; the table at the end is for people, the ledger keeps the counts

# Who is told when a portal is not well: once an incident, and once when it is over
ALERT_URLS: list[str] = []  # as apprise reads them: mailtos://..., slack://..., tgram://..., json://host/path
ALERT_COMMAND = ""  # run with the incident as JSON on standard input and as ALERT_... in its environment
ALERT_LEAST = "warn"  # or "fail": incidents that are only warnings stay on the status page
