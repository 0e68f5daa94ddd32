"""What a load would make of a file, before anything is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Unpack

from regard.intake.chunks import Chunk, read_chunk
from regard.intake.files.finding import find_files
from regard.intake.files.stream import FileBytes
from regard.intake.files.table import RawChunk, Table
from regard.intake.header import as_fields
from regard.intake.loaded import Problem
from regard.intake.options import LoadOptions, Options, read_options
from regard.intake.plan import Plan
from regard.intake.quarantine import Refusals
from regard.intake.sources.finding import find_source
from regard.records.parse import Delivery
from regard.workspace import clock
from regard.workspace.zones import find_zone

_ROWS_SHOWN = 5
_ROWS_TRIED = 1_000


@dataclass(frozen=True)
class ColumnPreview:
    """What one column of a file is taken for."""

    column: str
    fields: tuple[str, ...]
    """Our fields; none for a column that is left out."""

    reason: str
    example: str | None
    """The first value that is not empty, as written."""


@dataclass(frozen=True)
class Preview:
    """What a load would make of a file."""

    file: str
    record: str
    layout: Mapping[str, str]
    """What was found out: `format`, `encoding`, `delimiter`, `sheet`, `decimal`, `date order of time` ..."""

    columns: tuple[ColumnPreview, ...]
    rows: list[dict[str, Any]]
    """The first records, as they would be kept; what is not set is left out."""

    problems: list[Problem]
    """What would be refused among the first thousand rows."""


def preview(
    path: str | Path, *, sources: Mapping[str, Mapping[str, Any]] | None = None, **told: Unpack[LoadOptions]
) -> Preview:
    """Return what a load with the same arguments would make of a file, or of the first one of several.

    Raises `RegardError` as `load` does.
    """
    options = read_options(told, sources or {})
    source = find_source(options, sources or {})
    delivery = Delivery(clock.now(), source.label(options), find_zone(options.zone) if options.zone else None)
    file = FileBytes(find_files(path)[0])
    table = source.open_table(file, options)
    plan = source.make_plan(file.path, table, options, delivery)
    first = next((chunk for chunk in table.chunks() if chunk.rows.num_rows), None)
    rows, problems = _tried(str(file.path), plan, first, delivery) if first else ([], [])
    return Preview(
        str(file.path), plan.record.name, _layout(table, plan), _columns(table, plan, first, options), rows, problems
    )


def _tried(name: str, plan: Plan, first: RawChunk, delivery: Delivery) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Return the first records that some rows give, and the refusals among them."""
    raw = RawChunk(first.rows.slice(0, _ROWS_TRIED), first.line)
    refusals = Refusals(plan.record, delivery.at)
    for broken in first.broken:
        refusals.refuse(Problem(name, broken.line, None, broken.reason, broken.raw))
    chunk = Chunk(plan.apply(raw.rows), raw.line, partial(_row, raw), name)
    kept = [row for batch in read_chunk(plan.record, chunk, delivery, refusals) for row in batch.to_pylist()]
    refusals.close()
    return [_shown(row) for row in kept[:_ROWS_SHOWN]], refusals.problems


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a record that are set; instants, kept without a zone, say that they are UTC."""
    return {
        name: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
        for name, value in row.items()
        if value is not None
    }


def _row(raw: RawChunk, place: int) -> dict[str, Any]:
    """Return a row as it was in the file."""
    row: dict[str, Any] = raw.rows.slice(place, 1).to_pylist()[0]
    return row


def _layout(table: Table, plan: Plan) -> dict[str, str]:
    """Return what was found out about the file."""
    orders = {f"date order of {field}": order for field, order in plan.forms.orders.items() if order in ("dmy", "mdy")}
    return {**table.told, "decimal": plan.forms.decimal, **orders}


def _columns(table: Table, plan: Plan, first: RawChunk | None, options: Options) -> tuple[ColumnPreview, ...]:
    """Return what each column is taken for."""
    fields: dict[str, list[str]] = {}
    for target, names in plan.columns_of_fields(table.columns).items():
        for name in names:
            fields.setdefault(name, []).append(target)
    found = []
    for name in table.columns:
        meaning = plan.meanings.get(name)
        if meaning is not None:
            reason = meaning.reason
        elif name in fields:
            reason = "kept with the properties"
        else:
            is_told = options.columns is not None and name in options.columns and not as_fields(options.columns[name])
            reason = "left out, as told" if is_told else 'not known: left out; keep="properties" keeps it'
        found.append(ColumnPreview(name, tuple(fields.get(name, ())), reason, _example(first, name)))
    return tuple(found)


def _example(first: RawChunk | None, name: str) -> str | None:
    """Return the first value of a column that is not empty."""
    if first is None or name not in first.rows.schema.names:
        return None
    values = first.rows.column(name).slice(0, _ROWS_TRIED).to_pylist()
    return next((str(value) for value in values if value not in (None, "")), None)
