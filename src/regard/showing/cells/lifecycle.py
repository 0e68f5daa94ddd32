"""Lifecycle in words: a row for each bucket, who came and who stayed away."""

from collections.abc import Sequence

from regard.showing.cells.table import Surface, Words, count_text, every_word
from regard.showing.dates import bucket_names
from regard.showing.words import JSON

CAME = ("new", "returning", "resurrecting")
LOST = "dormant"


def latest(cells: Sequence[JSON], surface: Surface) -> list[JSON]:
    """Return the latest buckets, as many as a surface shows."""
    return list(cells[-surface.rows :])


def lifecycle_words(cells: Sequence[JSON], reply: JSON, surface: Surface) -> Words:
    """Return the latest buckets as a table."""
    kept = latest(cells, surface)
    names = bucket_names([cell["start"] for cell in kept], reply["period"].get("every"))
    rows = [
        (name if cell["is_complete"] else f"{name} *", *(count_text(cell[kind]) for kind in (*CAME, LOST)))
        for name, cell in zip(names, kept, strict=True)
    ]
    notes = []
    if any(not cell["is_complete"] for cell in kept):
        notes.append("* not whole: the period cuts it, or it is not over.")
    every = every_word(reply, "bucket")
    notes += surface.left_out(len(cells) - len(kept), f"earlier {every}", f"earlier {every}s")
    return Words((every.capitalize(), *(kind.capitalize() for kind in (*CAME, LOST))), tuple(rows), tuple(notes))
