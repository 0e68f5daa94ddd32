"""Metrics and a question into one statement: the only place between a definition and SQL."""
