"""Regard measures customer engagement: every number with its definition, its interval, its benchmark and its change."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from regard.errors import RegardError

if TYPE_CHECKING:
    from regard.asking.reply import Replies, Reply
    from regard.serving.calculator import calc
    from regard.serving.workspace import Workspace
    from regard.serving.workspace import open_workspace as open  # noqa: A004 - regard.open says what it does
    from regard.simulator import simulate

# The compiler takes most of a second to load; who asks for the version or for help does not wait for it.
_HOMES = {
    "Replies": ("regard.asking.reply", "Replies"),
    "Reply": ("regard.asking.reply", "Reply"),
    "Workspace": ("regard.serving.workspace", "Workspace"),
    "calc": ("regard.serving.calculator", "calc"),
    "open": ("regard.serving.workspace", "open_workspace"),
    "simulate": ("regard.simulator", "simulate"),
}

__all__ = ["RegardError", "Replies", "Reply", "Workspace", "calc", "open", "simulate"]


def __getattr__(name: str) -> Any:
    """Return a public name from the module that holds it, loaded when it is first wanted."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, its_name = _HOMES[name]
    return getattr(import_module(module), its_name)
