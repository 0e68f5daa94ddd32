"""Regard measures customer engagement: every number with its definition, its interval, its benchmark and its change."""

from regard.asking.reply import Replies, Reply
from regard.errors import RegardError
from regard.serving.calculator import calc
from regard.serving.workspace import Workspace
from regard.serving.workspace import open_workspace as open  # noqa: A004 - regard.open says what it does
from regard.simulator import simulate

__all__ = ["RegardError", "Replies", "Reply", "Workspace", "calc", "open", "simulate"]
