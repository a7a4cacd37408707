"""Speed and quality against the peers: one command each, ratios in one run."""
