"""Browsing: Datasette over the store, with pages of our own in front. Nothing can be written, nobody else can look."""
