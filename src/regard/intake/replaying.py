"""The way back from the quarantine: refused rows are read again, and those that now pass become records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Unpack

import msgspec
import pyarrow as pa

from regard.errors import unknown
from regard.intake.beginning import log_begins
from regard.intake.chunks import Chunk, read_chunk
from regard.intake.files.table import RawChunk
from regard.intake.files.values import to_column
from regard.intake.loaded import PROBLEMS_SHOWN, Loaded, Problem
from regard.intake.options import LoadOptions, Options, read_options
from regard.intake.planning import plan_of
from regard.intake.quarantine import Refusals
from regard.records import RecordType, record_type
from regard.records.parse import Delivery
from regard.warehouses.quarantined import quarantine_query
from regard.warehouses.warehouse import Warehouse
from regard.workspace.zones import find_zone


def replay(
    warehouse: Warehouse,
    record: str,
    /,
    *,
    file: str | None = None,
    sources: Mapping[str, Mapping[str, Any]] | None = None,
    **told: Unpack[LoadOptions],
) -> Loaded:
    """Return what became of the refused rows of one kind, or of one file of them, when they are read again.

    `told` says what was missing: a zone, columns, a date order ... Rows that now pass become records, delivered when
    they first came, and leave the quarantine, both or neither; the others stay and are counted as quarantined.

    Raises `RegardError` with code `unknown_record`, `unknown_argument`, or as `load` does.
    """
    kind = record_type(record)
    options = read_options(told, sources or {})
    rows = warehouse.run(quarantine_query(kind.name, file)).to_pylist()
    shapes = list(_shapes(rows))
    names = {name for shape in shapes for name in shape.columns}
    for column in options.columns or {}:
        if column not in names:
            raise unknown("column", column, names)
    source = None if options.source == "csv" else options.source
    zone = find_zone(options.zone) if options.zone else None
    again = _Again(kind)
    since = log_begins(warehouse)
    batches = (
        batch for shape in shapes for batch in again.read(shape, options, Delivery(shape.at, source, zone, since))
    )
    kept = warehouse.add(kind, batches, (), again.passed())
    return Loaded(kept.added, kept.duplicates, len(rows) - len(again.keys), again.problems)


class _Shape:
    """Refused rows that came together and have the same columns, as a table."""

    told: Mapping[str, str] = MappingProxyType({})

    def __init__(self, at: datetime, pairs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> None:
        """Keep the rows as they lie in the quarantine, and what each of them says."""
        self.at = at.replace(tzinfo=UTC)
        self.rows = [row for row, _ in pairs]
        self._said = [said for _, said in pairs]
        self.columns: tuple[str, ...] = tuple(self._said[0])

    def chunks(self, only: Sequence[str] | None = None) -> Iterator[RawChunk]:
        """Return the rows."""
        names = self.columns if only is None else only
        arrays = [to_column([row.get(name) for row in self._said]) for name in names]
        yield RawChunk(pa.RecordBatch.from_arrays(arrays, names=list(names)), lambda place: place)


class _Again:
    """Refused rows being read again: which of them passed."""

    def __init__(self, record: RecordType) -> None:
        """Begin with none passed."""
        self.problems: list[Problem] = []
        self.keys: list[str] = []
        self._record = record

    def read(self, shape: _Shape, options: Options, delivery: Delivery) -> Iterator[pa.RecordBatch]:
        """Return the rows that pass, with the schema of their table."""
        own = {name: targets for name, targets in (options.columns or {}).items() if name in shape.columns}
        plan = plan_of(self._record, shape, replace(options, columns=own if options.columns is not None else None))
        failed = _Places(self._record, delivery.at)
        for raw in shape.chunks():
            chunk = Chunk(plan.apply(raw.rows), raw.line, raw=lambda _: {})
            yield from read_chunk(self._record, chunk, delivery, failed)
        self.keys += [row["key"] for place, row in enumerate(shape.rows) if place not in failed.reasons]
        for place, (field, reason) in failed.reasons.items():
            row = shape.rows[place]
            if len(self.problems) < PROBLEMS_SHOWN:
                self.problems.append(Problem(row["file"], row["line"], field, reason, row["raw"]))

    def passed(self) -> Iterator[str]:
        """Return the keys of the rows that passed, once all were read."""
        yield from self.keys


def _shapes(rows: Sequence[Mapping[str, Any]]) -> Iterator[_Shape]:
    """Return refused rows by the time at which they came and by their columns; those that are lines stay aside."""
    found: dict[tuple[Any, ...], list[tuple[Mapping[str, Any], Mapping[str, Any]]]] = {}
    for row in rows:
        said = _object(row["raw"])
        if isinstance(said, dict) and said:
            found.setdefault((row["at"], *said), []).append((row, said))
    return (_Shape(key[0], pairs) for key, pairs in found.items())


class _Places(Refusals):
    """Refusals that only note which places of a chunk failed, and why."""

    def __init__(self, record: RecordType, at: Any) -> None:
        """Begin without any."""
        super().__init__(record, at)
        self.reasons: dict[int, tuple[str | None, str]] = {}

    def refuse(self, problem: Problem) -> None:
        """Note one place."""
        self.reasons[problem.line or 0] = (problem.field, problem.reason)


def _object(raw: str) -> object:
    """Return what a refused row says, if it is JSON."""
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return None
