"""The command line: one small file per command; `main` runs it."""

from regard.serving.cli.program import main

__all__ = ["main"]
