"""Learning a portal from its own pages: what repeats is furniture, what varies is content."""

from crawler.learning.comparison import Learned, Sample, learn
from crawler.learning.fields import Proposal

__all__ = ["Learned", "Proposal", "Sample", "learn"]
