"""One small interface: name, suffix, write(rows, file)."""
