-- One file keeps everything: addresses, pages, articles, revisions, runs. Read it with any SQLite tool.
-- All `..._at` columns without a zone in their value are whole seconds since 1970 in UTC.
-- `key` columns are 64-bit hashes (crawler/store/identity.py): a small index of whole numbers stays in memory where an
-- index of addresses would not, so a look-up costs the same at a million rows as at ten thousand.

-- Every address ever seen, in exactly one state. This is queue and ledger in one: what is pending here is what is still
-- to do, and a row leaves `pending` in the same transaction that keeps what was read.
CREATE TABLE frontier (
  id           INTEGER PRIMARY KEY,       -- order of discovery (first in, first out among equal priorities)
  key          INTEGER NOT NULL,          -- portal and identity of the address
  portal       TEXT NOT NULL,             -- name of the portal class
  host         TEXT NOT NULL,             -- for politeness when several workers share the table
  url          TEXT NOT NULL,             -- as first found
  identity     TEXT,                      -- what the portal itself calls it (an article number), if it does
  kind         TEXT NOT NULL,             -- section | article | feed | sitemap | attachment
  state        TEXT NOT NULL CHECK (state IN ('pending', 'stored', 'unchanged', 'skipped', 'failed')),
  reason       TEXT CHECK (state NOT IN ('skipped', 'failed') OR reason IS NOT NULL), -- why skipped or failed
  priority     INTEGER NOT NULL DEFAULT 0,-- higher first
  depth        INTEGER NOT NULL DEFAULT 0,-- links followed from a start page
  run          INTEGER,                   -- the run that last decided its state
  tries        INTEGER NOT NULL DEFAULT 0,-- failures in a row
  lease_until  INTEGER,                   -- pending and handed to a worker until then; NULL = free
  next_at      INTEGER,                   -- failed: next try; stored or unchanged: next re-check; NULL = never again
  status       INTEGER,                   -- last HTTP status
  trusted      INTEGER NOT NULL DEFAULT 0,-- answers in a row believed on a validator's word alone (304)
  etag         TEXT,                      -- validators of the last good answer
  last_modified TEXT,
  article      INTEGER REFERENCES articles (id), -- the article it leads to
  said         INTEGER,                   -- hash of what the article said there last: the same again costs one look
  page         INTEGER REFERENCES pages (id),    -- a kept page that gave no article (it may under later rules)
  section      TEXT,                      -- discovery: section it was listed in,
  found_on     INTEGER,                   --   key of the page it was found on (join on frontier.key),
  link_text    TEXT,                      --   words of the link,
  listing_date TEXT,                      --   date the listing gave
  form         INTEGER REFERENCES request_forms (id), -- what else the request needs; NULL = nothing
  seen_at      INTEGER NOT NULL,          -- first seen
  done_at      INTEGER                    -- last left `pending`
) STRICT;
CREATE UNIQUE INDEX frontier_key ON frontier (key);
CREATE INDEX frontier_pending ON frontier (portal, priority DESC, id) WHERE state = 'pending';
CREATE INDEX frontier_window ON frontier (portal) WHERE reason IN ('before_since', 'after_until');
CREATE INDEX frontier_due ON frontier (portal, next_at) WHERE next_at IS NOT NULL;

-- What requests need beside their address: callback, method, body, ... Thousands of rows share a few forms.
CREATE TABLE request_forms (
  id      INTEGER PRIMARY KEY,
  request TEXT NOT NULL UNIQUE            -- JSON
) STRICT;

-- Pages as received, compressed with zstd and the portal's dictionary of that time.
CREATE TABLE pages (
  id         INTEGER PRIMARY KEY,
  portal     TEXT NOT NULL,
  url        TEXT,                        -- where the bytes came from, after redirects; NULL = its article's `url`
  fetched_at TEXT,                        -- instant with zone; NULL = its article's `fetched_at`
  content_type TEXT,                      -- the one header reading needs, as received
  sha256     BLOB NOT NULL,               -- of the uncompressed bytes
  size       INTEGER NOT NULL,            -- of the uncompressed bytes
  listed     TEXT,                        -- where a list dated it, and its words: listing 18/07/2016; NULL = nowhere
  notes      TEXT,                        -- JSON list: tls=unverified:expired, noindex, suspect:...; NULL = none
  frame      INTEGER NOT NULL             -- where they are: frames.id
) STRICT;

CREATE INDEX pages_noted ON pages (id) WHERE notes IS NOT NULL;

-- The compressed bytes. The pages a portal had before its first dictionary are compressed once more with it; such a page
-- gets a new frame at the end, and the room of the old one is used again: in its old place it would leave a hole.
CREATE TABLE frames (
  id         INTEGER PRIMARY KEY,
  dictionary INTEGER REFERENCES dictionaries (id), -- NULL = compressed without one
  body       BLOB NOT NULL                -- one zstd frame
) STRICT;

-- Made of a portal's own pages; a new one is a new version, old pages keep naming theirs.
CREATE TABLE dictionaries (
  id         INTEGER PRIMARY KEY,
  portal     TEXT NOT NULL,
  version    INTEGER NOT NULL,
  made_from  INTEGER NOT NULL,            -- pages it was chosen from
  created_at INTEGER NOT NULL,
  body       BLOB NOT NULL,               -- one zstd frame
  UNIQUE (portal, version)
) STRICT;

-- The articles, newest revision each. Columns people ask for are columns, the rest of `items.Article` is JSON in `rest`.
CREATE TABLE articles (
  id                  INTEGER PRIMARY KEY,
  key                 INTEGER NOT NULL,   -- frontier.key of its first address
  identity            TEXT,               -- what the portal itself calls it (an article number), if it does
  portal              TEXT NOT NULL,
  url                 TEXT,
  canonical           TEXT,               -- canonical address; "=" when it is `url`
  canonical_url       TEXT GENERATED ALWAYS AS (iif(canonical = '=', url, canonical)) VIRTUAL,
  platform            TEXT,
  agency              TEXT,
  province            TEXT,
  section             TEXT,
  title               TEXT NOT NULL,
  lead_length         INTEGER,            -- in letters: `text` begins with the lead
  lead                TEXT GENERATED ALWAYS AS (substr(text, 1, lead_length)) VIRTUAL,
  published_value     TEXT,               -- ISO 8601 to its precision
  published_precision TEXT,
  published_raw       TEXT,
  published_origin    TEXT,
  updated_value       TEXT,
  updated_precision   TEXT,
  updated_raw         TEXT,
  updated_origin      TEXT,
  event_date          TEXT,
  source_name         TEXT,
  dateline            TEXT,
  language            TEXT NOT NULL,
  views               INTEGER,
  fetched_at          TEXT,
  content             INTEGER NOT NULL,   -- hash of title, lead and paragraphs
  extras              INTEGER NOT NULL,   -- hash of attachments and captions
  revision            INTEGER NOT NULL DEFAULT 1, -- 1 = never changed since first seen
  extractor_version   TEXT,               -- rules that read it
  page                INTEGER REFERENCES pages (id), -- the page this revision was read from
  first_seen_at       INTEGER NOT NULL,
  changed_at          INTEGER NOT NULL,   -- when this revision was first seen
  gone_at             INTEGER,            -- when the portal was first seen without it; text is kept
  gone_reason         TEXT,               -- http_404 | http_410 | redirect_home | soft_404 | redirect (to another
                                          --   article) | not_listed (`unlisted_at`, and its address refuses it)
  unlisted_at         INTEGER,            -- since when its list shows its neighbours without it; its address may go on
                                          --   giving it, then it is not gone. NULL = listed, or not known
  rest                TEXT NOT NULL,      -- JSON
  text                TEXT NOT NULL       -- lead and paragraphs joined by one blank line
) STRICT;
CREATE INDEX articles_page ON articles (page);
-- By date, and by its words within a date: the same words at two addresses are one article, unless the portal itself
-- gives them two numbers. (A key that is a hash lands anywhere in its index, and every such index costs a large store a
-- page written per article. What is crawled together was published together, so this one is written in few places.)
CREATE INDEX articles_published ON articles (portal, published_value, content);

-- Every other address of an article: redirects, twins, print views, canonical links. An address of an article still to
-- be fetched waits here too, and is tried when the first one fails.
CREATE TABLE aliases (
  key      INTEGER PRIMARY KEY,           -- portal and normalised address
  owner    INTEGER NOT NULL,              -- frontier.key of the article's first address
  url      TEXT NOT NULL,
  origin   TEXT NOT NULL,                 -- link | address | redirect | identity (key is then that of a number)
  seen_at  INTEGER NOT NULL,
  tried_at INTEGER                        -- when it was fetched in place of the first address
) STRICT;
CREATE INDEX aliases_owner ON aliases (owner);

-- Every version of an article that changed. An article without rows here never did.
CREATE TABLE revisions (
  article    INTEGER NOT NULL REFERENCES articles (id),
  number     INTEGER NOT NULL,            -- 1 = as first seen
  seen_at    INTEGER NOT NULL,
  change     TEXT NOT NULL,               -- first | edited | title_changed | attachment_changed
  difference TEXT,                        -- JSON: field -> from, to; NULL for the first
  content    INTEGER NOT NULL,
  extras     INTEGER NOT NULL,
  page       INTEGER REFERENCES pages (id),
  extractor_version TEXT,
  PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;

-- Lines of the page that are no text of the article, version by version: only what was read while KEEP_REMOVED was on.
CREATE TABLE removed (
  article  INTEGER NOT NULL REFERENCES articles (id),
  revision INTEGER NOT NULL,              -- number of the version
  lines    TEXT NOT NULL,                 -- JSON: [class, position, words], ...; see `scrapy read --explain`
  PRIMARY KEY (article, revision)
) STRICT, WITHOUT ROWID;

-- Items of any other class.
CREATE TABLE items (
  id      INTEGER PRIMARY KEY,
  key     INTEGER NOT NULL UNIQUE,        -- hash of portal, class and content: the same item twice is one row
  portal  TEXT NOT NULL,
  class   TEXT NOT NULL,
  fields  TEXT NOT NULL,                  -- JSON
  seen_at INTEGER NOT NULL
) STRICT;

-- How often a section page brings news.
CREATE TABLE sections (
  key          INTEGER PRIMARY KEY,       -- frontier.key of the page
  reads        INTEGER NOT NULL DEFAULT 0,
  news         INTEGER NOT NULL DEFAULT 0,-- links it brought that were new, in all
  read_at      INTEGER,
  last_news_at INTEGER,
  newest_date  TEXT                       -- first page of a list: newest day it showed when last read without a hole
) STRICT;

-- The last good robots.txt of each host: for a month it rules where the host does not answer for its rules.
CREATE TABLE robots (
  origin  TEXT PRIMARY KEY,               -- scheme://host:port
  body    BLOB NOT NULL,                  -- as received
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The ledger of runs. A run that was killed has no `finished_at`; the next one continues its round.
CREATE TABLE runs (
  id          INTEGER PRIMARY KEY,
  round       INTEGER NOT NULL,           -- id of the first run of the same sweep over the portal
  portal      TEXT NOT NULL,
  arguments   TEXT NOT NULL,              -- JSON: spider arguments
  started_at  INTEGER NOT NULL,
  alive_at    INTEGER NOT NULL,           -- last commit
  finished_at INTEGER,
  reason      TEXT,                       -- finished | shutdown | storage | ...
  tally       TEXT                        -- JSON: what happened, by name
) STRICT;
CREATE INDEX runs_portal ON runs (portal, id);
