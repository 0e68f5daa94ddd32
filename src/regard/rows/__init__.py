"""What the log becomes: one file per grain."""
