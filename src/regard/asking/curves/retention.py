"""Retention: of those who started in a bucket, the share that came back in each bucket after it."""

from typing import Any

from regard.asking.curves.curve import CurveAsked, CurveReply
from regard.asking.curves.retention_counts import Column, RetentionCounts
from regard.asking.curves.retention_options import read_retention
from regard.asking.curves.telling import (
    by_size,
    check_common,
    group_key,
    immature,
    interval_json,
    interval_of,
    share_interval,
    small_base,
    unmatched,
    with_previous,
)
from regard.asking.intervals import to_json
from regard.asking.places import Group
from regard.asking.reply import JSON
from regard.inference.change import Change
from regard.inference.differences import share_change
from regard.inference.interval import exact
from regard.inference.moments import Moments

_METHODS = ("wilson", "wald", "adjusted_wald")


def answer_retention(asked: CurveAsked) -> CurveReply:
    """Return the cells of a retention curve, their average by column, and the average of column 1 as the value."""
    check_common(asked, _METHODS)
    return with_previous(asked, _of_period, _change)


def _of_period(asked: CurveAsked) -> CurveReply:
    """Return the reply for one period."""
    options = read_retention(asked.options, str(asked.question.every))
    counts = RetentionCounts(asked, options)
    names = asked.question.by
    groups = by_size(counts.sizes()) if names else [()]
    cells = [cell for group in groups for cell in _cells(asked, counts, group, options.columns)]
    _add_intervals(asked, cells)
    columns = counts.columns(())
    head = _head(asked, columns)
    notes = [*immature(cells), *small_base(head["n"], "person", "people")]
    return CurveReply(
        **head,
        cells=cells,
        average=[
            {"k": one.k, "value": one.value, "n": round(one.moments.n), "interval": _interval(asked, one)}
            for one in columns
        ],
        breakdown=[_row(asked, group, counts.columns(group)) for group in groups] if names else [],
        warnings=[*notes, *unmatched(asked, [options.start, options.back], head["value"], head["n"])],
        sql=counts.statements.sql,
        arguments=options.written,
        path=counts.reading.path,
        reading=counts.reading.said,
    )


def _change(now: CurveReply, before: CurveReply) -> Change | None:
    """Return how the average of column 1 moved, in points."""
    return share_change(now.value, before.value, interval_of(now), interval_of(before))


def _cells(asked: CurveAsked, counts: RetentionCounts, group: Group, columns: int) -> list[JSON]:
    """Return the cells of a group, cohort by cohort."""
    return [_cell(asked, counts, group, (cohort, k)) for cohort in range(len(counts.cohorts)) for k in range(columns)]


def _cell(asked: CurveAsked, counts: RetentionCounts, group: Group, place: tuple[int, int]) -> JSON:
    """Return one cell; null where its bucket is not over."""
    cohort, k = place
    size = counts.size(group, cohort)
    is_over = counts.is_over(cohort, k)
    people = (size if k == 0 else counts.came(group, cohort, k)) if is_over else None
    joined = counts.cohorts[cohort].start
    return {
        **group_key(asked.question.by, group),
        "cohort": joined,
        "size": size,
        "k": k,
        "start": joined if k == 0 else counts.buckets[cohort + k].start,
        "people": people,
        "value": None if people is None or not size else people / size,
        "interval": None,
        "is_complete": is_over,
    }


def _add_intervals(asked: CurveAsked, cells: list[JSON]) -> None:
    """Put the intervals of their shares into cells, all at once; column 0 is the cohort itself, and known."""
    known = [cell for cell in cells if cell["value"] is not None]
    for cell in known:
        if cell["k"] == 0:
            cell["interval"] = interval_json(exact(cell["value"], asked.question.level))
    shares = [cell for cell in known if cell["k"]]
    if not shares:
        return
    for cell, interval in zip(shares, to_json(share_interval(_moments(shares), asked)), strict=True):
        cell["interval"] = interval


def _moments(cells: list[JSON]) -> Moments:
    """Return the moments of the shares of cells, as those of many estimates."""
    import numpy as np

    people, size = (np.array([cell[name] for cell in cells], float) for name in ("people", "size"))
    sums: Any = (size, people, people, size, people, size, people)
    return Moments(*sums)


def _row(asked: CurveAsked, group: Group, columns: list[Column]) -> JSON:
    """Return the row of the breakdown of one group."""
    rest: JSON = {"share": None, "previous": None, "change": None, "series": []}
    return {**group_key(asked.question.by, group), **_head(asked, columns), **rest}


def _head(asked: CurveAsked, columns: list[Column]) -> JSON:
    """Return the average of column 1 as value, n, parts and interval; nothing where there is no such column."""
    if len(columns) == 1:
        return {"value": None, "n": 0, "parts": {"returned": 0, "size": 0}, "interval": None}
    column = columns[1]
    n = round(column.moments.n)
    parts = {"returned": round(column.moments.total), "size": n}
    return {"value": column.value, "n": n, "parts": parts, "interval": _interval(asked, column)}


def _interval(asked: CurveAsked, column: Column) -> JSON | None:
    """Return the interval of a column; column 0 is the cohort itself, and known."""
    if column.value is None:
        return None
    if column.k == 0:
        return interval_json(exact(column.value, asked.question.level))
    return interval_json(share_interval(column.moments, asked))
