-- What is computed from the articles and can be computed again: which changed, what was exported, search, duplicates.
-- Made when first needed; a crawl does not know these tables. Only the trigger runs in a crawl, and only on a change.

-- The order in which articles changed after they were first stored. New ones need no row: their numbers only grow.
CREATE TABLE IF NOT EXISTS changes (
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  article INTEGER NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS articles_changed AFTER UPDATE ON articles
WHEN OLD.content IS NOT NEW.content OR OLD.extras IS NOT NEW.extras OR OLD.rest IS NOT NEW.rest
  OR OLD.published_value IS NOT NEW.published_value OR OLD.updated_value IS NOT NEW.updated_value
  OR OLD.section IS NOT NEW.section OR OLD.agency IS NOT NEW.agency OR OLD.province IS NOT NEW.province
  OR OLD.source_name IS NOT NEW.source_name OR OLD.dateline IS NOT NEW.dateline
  OR OLD.event_date IS NOT NEW.event_date OR OLD.language IS NOT NEW.language OR OLD.lead IS NOT NEW.lead
BEGIN INSERT INTO changes (article) VALUES (NEW.id); END;

-- How far each reader of the articles has come: "search", "duplicates", "export NAME".
CREATE TABLE IF NOT EXISTS readers (
  name    TEXT PRIMARY KEY,
  article INTEGER NOT NULL,               -- highest article number read
  change  INTEGER NOT NULL,               -- highest change read
  times   INTEGER NOT NULL,               -- how often it has read
  read_at INTEGER NOT NULL,               -- when last
  what    TEXT NOT NULL                   -- JSON: what it reads (filters, form); another `what` is another reader
) STRICT, WITHOUT ROWID;

-- Words of every article, for searching: see crawler/search/index.py. Rows are named so that a later date is a higher
-- number; a row whose article has changed since stays behind and is passed over.
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
  tokens, content = '', detail = 'none', columnsize = 0, tokenize = "ascii tokenchars '_='"
);
CREATE TABLE IF NOT EXISTS indexed (
  article INTEGER PRIMARY KEY,
  row     INTEGER NOT NULL UNIQUE         -- of `words`; the only one that counts
) STRICT;

-- What the front page of the browser counts, without reading the articles themselves.
CREATE INDEX IF NOT EXISTS articles_facets ON articles (section, province, portal, published_value);

-- Which articles are copies of which: see crawler/duplicates/. An article without a row has no copy.
CREATE TABLE IF NOT EXISTS duplicates (
  article INTEGER PRIMARY KEY,
  cluster INTEGER NOT NULL,               -- its number, mostly that of its first article
  role    TEXT NOT NULL CHECK (role IN ('origin', 'reprint', 'edited_reprint')),
  jaccard REAL NOT NULL,                  -- with the origin, of the sets of four words in a row; 1 = the same words
  lag     INTEGER                         -- days after the origin; NULL when one of the two has no date
) STRICT;
CREATE INDEX IF NOT EXISTS duplicates_cluster ON duplicates (cluster);
-- Sketches of all articles, and where each of their keys occurs. Keys gather in a small table that is poured into the
-- large one in order, so that one article does not touch as many pages of the file as it has keys.
CREATE TABLE IF NOT EXISTS sketches (
  article INTEGER PRIMARY KEY,
  sketch  BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS duplicate_keys (
  key     INTEGER NOT NULL,
  article INTEGER NOT NULL,
  PRIMARY KEY (key, article)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS duplicate_keys_new (
  key     INTEGER NOT NULL,
  article INTEGER NOT NULL,
  PRIMARY KEY (key, article)
) STRICT, WITHOUT ROWID;
