"""What the machine sees of a portal it does not know: platform, sections, patterns, a sample read."""

from crawler.probing.probe import Probe, ProbeError, probe
from crawler.probing.visits import Fetch, Visit, fetching
from crawler.probing.walks import walk_of

__all__ = ["Fetch", "Probe", "ProbeError", "Visit", "fetching", "probe", "walk_of"]
