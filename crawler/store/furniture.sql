-- What was learned of portals from their own pages. Made when the first portal is learned; forgetting deletes rows.
CREATE TABLE IF NOT EXISTS learned_portals (
    portal TEXT PRIMARY KEY,
    learned_at INTEGER NOT NULL,      -- seconds since 1970, UTC
    walk TEXT NOT NULL                -- JSON: family, home, article_url, article_mark, sections
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS learned_selectors (
    portal TEXT NOT NULL REFERENCES learned_portals,
    place INTEGER NOT NULL,           -- order of proposal
    field TEXT NOT NULL,
    css TEXT NOT NULL,
    pages_right INTEGER NOT NULL,
    pages_of INTEGER NOT NULL,
    PRIMARY KEY (portal, place)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS furniture_lines (
    portal TEXT NOT NULL REFERENCES learned_portals,
    line TEXT NOT NULL,
    PRIMARY KEY (portal, line)
) WITHOUT ROWID;
