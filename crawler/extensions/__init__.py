"""What watches a run: progress, ledger, log form."""
