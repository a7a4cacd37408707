"""Releases: a folder that others can open, cite and check."""
