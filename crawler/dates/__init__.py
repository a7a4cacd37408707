"""Dates as portals print them: a grammar, roles, precision; nothing invented, nothing padded."""
