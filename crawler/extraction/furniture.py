"""Furniture inside the body: what the template put there and the author did not write.

Three looks, from coarse to fine: boxes (class, links, hidden), lines (labels, captions, pointers to other stories), and
the two ends of the body, where titles, bylines, related stories and notes to the reader gather.
"""

from crawler.extraction.blocks import Block
from crawler.extraction.boxes import drop_boxes
from crawler.extraction.lines import drop_head, drop_lines, drop_tail, drop_unfolded, drop_unsaid
from crawler.extraction.pruning import Pruning
from crawler.extraction.text import key


def prune(blocks: list[Block], body: Block, title: str = "", said: str = "", keywords: str = "") -> None:
    """Take furniture out of the tree under `body`.

    Args:
        blocks: of the whole page.
        body: the one that holds the body.
        title: of the article; it and what stands over it go.
        said: the body as the page's structured data gives it, "" if it does not.
        keywords: the page's keywords; a line that repeats them goes.
    """
    pruning = Pruning(blocks, body)
    drop_boxes(pruning)
    drop_head(pruning, key(title))
    drop_unfolded(pruning)
    drop_lines(pruning, key(keywords))
    if said:
        drop_unsaid(pruning, key(said))
    drop_tail(pruning)
