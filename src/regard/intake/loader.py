"""Loading files: found, read in a stream, mapped, parsed, kept; each file as a whole or not at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Unpack

import pyarrow as pa

from regard.errors import RegardError
from regard.intake.beginning import log_begins
from regard.intake.chunks import Chunk, read_chunk
from regard.intake.files.finding import find_files
from regard.intake.files.parquet import Parquet
from regard.intake.files.stream import FileBytes
from regard.intake.files.table import RawChunk, Table
from regard.intake.loaded import Loaded, Problem
from regard.intake.options import LoadOptions, Options, read_options
from regard.intake.plan import Plan
from regard.intake.progress import Progress, Report
from regard.intake.quarantine import Refusals
from regard.intake.sources.finding import find_source
from regard.intake.sources.source import Source
from regard.records.parse import Delivery
from regard.warehouses.ahead import Ahead
from regard.warehouses.warehouse import Warehouse
from regard.workspace import clock
from regard.workspace.zones import find_zone

_OF_ONE_FILE = frozenset(
    {"empty_file", "unreadable_file", "no_header", "unrecognised_header", "ambiguous_dates", "ambiguous_numbers"}
)
"""Refusals that say something of one file, and nothing of the others."""


@dataclass(frozen=True)
class _Way:
    """How the files of one load are read."""

    source: Source
    options: Options
    delivery: Delivery
    report: Report


def load(
    warehouse: Warehouse,
    path: str | Path,
    *,
    sources: Mapping[str, Mapping[str, Any]] | None = None,
    delivered_at: datetime | None = None,
    progress: Progress | None = None,
    **told: Unpack[LoadOptions],
) -> Loaded:
    """Return what became of the rows of a file, of those of a folder, or of those that a pattern names.

    `sources`: the `[sources.NAME]` of regard.toml. `told`: see `Options`. Each file is kept as a whole, or not at all
    when reading it fails or is interrupted; rows that cannot be read go to the quarantine and hinder no others.
    A file that cannot be read at all is refused; among several it is a problem, and the others are loaded.

    Raises `RegardError` with a code such as `no_file`, `unreadable_file`, `unrecognised_header`, `interrupted`.
    """
    options = read_options(told, sources or {})
    source = find_source(options, sources or {})
    zone = find_zone(options.zone) if options.zone else None
    delivery = Delivery(delivered_at or clock.now(), source.label(options), zone, log_begins(warehouse))
    files = [FileBytes(file) for file in find_files(path)]
    way = _Way(source, options, delivery, Report(progress, files))
    loaded = Loaded(0, 0, 0)
    for file in files:
        try:
            loaded += _load_file(warehouse, file, way)
        except RegardError as refusal:
            if len(files) == 1 or refusal.code not in _OF_ONE_FILE:
                raise
            loaded += Loaded(0, 0, 0, [Problem(str(file.path), None, None, str(refusal), "")])
    way.report.end()
    return loaded


def _load_file(warehouse: Warehouse, file: FileBytes, way: _Way) -> Loaded:
    """Return what became of the rows of one file."""
    refusals: Refusals | None = None
    try:
        table = way.source.open_table(file, way.options)
        plan = way.source.make_plan(file.path, table, way.options, way.delivery)
        refusals = Refusals(plan.record, way.delivery.at)
        with Ahead(_batches(file, table, plan, way, refusals)) as batches:
            kept = warehouse.add(plan.record, batches, refusals.batches())
    except KeyboardInterrupt:
        raise RegardError(
            "interrupted",
            f'Loading "{file.path}" was interrupted: nothing of it was kept.',
            "Load it again: what is there already counts once.",
        ) from None
    finally:
        if refusals is not None:
            refusals.close()
    return Loaded(kept.added, kept.duplicates, refusals.count, refusals.problems)


def _batches(file: FileBytes, table: Table, plan: Plan, way: _Way, refusals: Refusals) -> Iterator[pa.RecordBatch]:
    """Return the rows of a file with the schema of their table."""
    name = str(file.path)
    for raw in table.chunks_as_stored() if isinstance(table, Parquet) else table.chunks():
        for broken in raw.broken:
            refusals.refuse(Problem(name, broken.line, None, broken.reason, broken.raw))
        if raw.rows.num_rows:
            chunk = Chunk(plan.apply(raw.rows), raw.line, partial(_raw_row, raw), name)
            yield from read_chunk(plan.record, chunk, way.delivery, refusals)
        way.report.tell(file, raw.rows.num_rows + len(raw.broken))


def _raw_row(raw: RawChunk, place: int) -> dict[str, Any]:
    """Return a row as it was in the file."""
    row: dict[str, Any] = raw.rows.slice(place, 1).to_pylist()[0]
    return row
