"""Active days in words: how many people were active on so many days, and on at least so many."""

from collections.abc import Sequence

from regard.showing.cells.table import Surface, Words, every_word
from regard.showing.words import JSON, number_text, value_text


def base_of(cells: Sequence[JSON], reply: JSON) -> int:
    """Return of how many people the shares are: all of the reply, or of the group those active at least once."""
    if any(cell.get("group") for cell in cells):
        return max((cell["at_least"] for cell in cells), default=0)
    return int(reply["n"])


def reached(cells: Sequence[JSON], surface: Surface) -> list[JSON]:
    """Return the cells up to the greatest number of days that anybody was active on, as many as a surface shows."""
    return [cell for cell in cells if cell["at_least"] > 0][: surface.rows]


def active_days_words(cells: Sequence[JSON], reply: JSON, surface: Surface) -> Words:
    """Return the distribution as a table."""
    every, base, kept = every_word(reply, "day"), base_of(cells, reply), reached(cells, surface)
    rows = [
        (
            number_text(cell["active"]),
            number_text(cell["people"]),
            value_text(cell["people"] / base if base else None, "share"),
            value_text(cell["at_least"] / base if base else None, "share"),
        )
        for cell in kept
    ]
    return Words(
        (f"Active {every}s", "People", "Share", "At least"), tuple(rows), tuple(_notes(cells, len(kept), every))
    )


def _notes(cells: Sequence[JSON], shown: int, every: str) -> list[str]:
    """Return what is beyond the last row: people, or nobody."""
    if shown == len(cells):
        return []
    beyond = cells[shown]["at_least"]
    if not shown:
        return ["Nobody was active."]
    who = "Nobody" if not beyond else "1 person" if beyond == 1 else f"{number_text(beyond)} people"
    was = "were" if beyond > 1 else "was"
    return [f"{who} {was} active on more than {shown} of {len(cells)} {every}s."]
