"""Duplicates and syndication: which articles are copies of which, found as articles come, never deleted."""
