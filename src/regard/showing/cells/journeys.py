"""Journeys in words: from which stop to which, at each distance from the anchor, and the commonest whole paths."""

from collections.abc import Sequence
from itertools import groupby

from regard.showing.cells.table import Surface, Words
from regard.showing.words import JSON, duration_text, number_text, value_text

_HEADINGS = ("Stop", "From", "To", "People", "Share", "Median time")
_ARROW = " → "


def kept_transitions(cells: Sequence[JSON], surface: Surface) -> list[JSON]:
    """Return the transitions with the most people at each depth, the nearest depth first."""
    ordered = sorted(cells, key=lambda cell: (cell["depth"], -cell["people"], str(cell["from"]), str(cell["to"])))
    by_depth = groupby(ordered, key=lambda cell: cell["depth"])
    return [cell for _, transitions in by_depth for cell in list(transitions)[: surface.per_depth]]


def journeys_words(cells: Sequence[JSON], reply: JSON, surface: Surface) -> Words:
    """Return the transitions as a table, by depth."""
    kept = kept_transitions(cells, surface)
    rows = [
        (
            number_text(cell["depth"]),
            stop_text(cell["from"], reply),
            stop_text(cell["to"], reply),
            number_text(cell["people"]),
            value_text(cell["share"], "share"),
            "" if cell.get("median_seconds") is None else duration_text(cell["median_seconds"]),
        )
        for cell in kept
    ]
    notes = surface.left_out(len(cells) - len(kept), "rarer transition", "rarer transitions")
    return Words(_HEADINGS, tuple(rows), tuple(notes), names=3)


def paths_words(reply: JSON, surface: Surface) -> Words | None:
    """Return the commonest whole paths as a table, `None` where the reply tells none."""
    paths = reply["parts"].get("paths") or []
    if not paths:
        return None
    kept = sorted(paths, key=lambda path: -path["people"])[: surface.rows]
    rows = [
        (
            _ARROW.join(stop_text(stop, reply) for stop in path["path"]) or stop_text(None, reply),
            number_text(path["people"]),
            value_text(path["people"] / reply["n"] if reply["n"] else None, "share"),
        )
        for path in kept
    ]
    notes = surface.left_out(len(paths) - len(kept), "rarer path", "rarer paths")
    return Words(("Commonest paths", "People", "Share"), tuple(rows), tuple(notes))


def transition_text(cell: JSON, reply: JSON) -> str:
    """Return a transition with its depth, such as `1. email → page`."""
    return f"{cell['depth']}. {stop_text(cell['from'], reply)}{_ARROW}{stop_text(cell['to'], reply)}"


def stop_text(stop: object, reply: JSON) -> str:
    """Return the name of a stop; no stop is where people leave, or, looking back, where they begin."""
    if stop is not None:
        return str(stop)
    return "(begins)" if is_back(reply) else "(leaves)"


def is_back(reply: JSON) -> bool:
    """Return whether the journeys are those that led to the anchor."""
    return bool(reply["definition"].get("arguments", {}).get("direction") == "before")
