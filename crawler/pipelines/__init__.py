"""One station a file: validate -> deduplicate -> store."""
