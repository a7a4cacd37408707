"""Many portals, nobody watching: when each is due, one process each, one report."""
