"""Is a portal well? What a run saw (`observed`), judged against the portal's own runs before it (`judge`)."""

from crawler.health.expectations import Expectations
from crawler.health.judge import Verdict, judge
from crawler.health.observed import Observed

__all__ = ["Expectations", "Observed", "Verdict", "judge"]
