"""Regard measures customer engagement: every number with its definition, its interval, its benchmark and its change."""

from regard.errors import RegardError
from regard.serving.workspace import Workspace
from regard.serving.workspace import open_workspace as open  # noqa: A004 - regard.open reads as what it does

__all__ = ["RegardError", "Workspace", "open"]
