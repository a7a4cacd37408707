"""Search: words of titles and texts, with or without their marks."""
