"""The way back from the quarantine: refused rows are read again, and those that now pass become records."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from functools import partial
from itertools import groupby
from typing import Any, Unpack

import msgspec
import pyarrow as pa

from regard.intake.chunks import Chunk, read_chunk
from regard.intake.files.table import RawChunk
from regard.intake.files.values import to_column
from regard.intake.loaded import PROBLEMS_SHOWN, Loaded, Problem
from regard.intake.options import LoadOptions, read_options
from regard.intake.plan import Plan
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
    refused = _Refused(warehouse.run(quarantine_query(kind.name, file)).to_pylist())
    plan = plan_of(kind, refused, options)
    source = None if options.source == "csv" else options.source
    zone = find_zone(options.zone) if options.zone else None
    again = _Again(kind, plan, refused)
    kept = warehouse.add(kind, again.batches(source, zone), (), again.passed())
    return Loaded(kept.added, kept.duplicates, len(refused.rows) - again.passed_count, again.problems)


class _Refused:
    """Refused rows as a table; those that were lines and no rows stay aside."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Unpack the rows."""
        self.rows = rows
        self.objects = [(row, found) for row in rows if isinstance(found := _object(row["raw"]), dict)]
        self.columns: tuple[str, ...] = tuple(dict.fromkeys(name for _, row in self.objects for name in row))
        self.told: Mapping[str, str] = {}

    def chunks(self, only: Sequence[str] | None = None) -> Iterator[RawChunk]:
        """Return the rows, one chunk for each delivery."""
        for _, group in groupby(self.objects, key=lambda pair: pair[0]["at"]):
            part = list(group)
            names = self.columns if only is None else only
            arrays = [to_column([row.get(name) for _, row in part]) for name in names]
            yield RawChunk(pa.RecordBatch.from_arrays(arrays, names=list(names)), partial(_line, part))

    def deliveries(self) -> Iterator[tuple[Any, list[Mapping[str, Any]]]]:
        """Return when each chunk of rows was delivered, and how its rows lie in the quarantine."""
        for at, group in groupby(self.objects, key=lambda pair: pair[0]["at"]):
            yield at.replace(tzinfo=UTC), [row for row, _ in group]


class _Again:
    """Refused rows being read again: which of them passed."""

    def __init__(self, record: RecordType, plan: Plan, refused: _Refused) -> None:
        """Begin with none passed."""
        self.problems: list[Problem] = []
        self.passed_count = 0
        self._record, self._plan, self._refused = record, plan, refused
        self._keys: list[str] = []

    def batches(self, source: str | None, zone: Any) -> Iterator[pa.RecordBatch]:
        """Return the rows that pass, with the schema of their table."""
        for raw, (at, rows) in zip(self._refused.chunks(), self._refused.deliveries(), strict=True):
            failed = _Places(self._record, at)
            chunk = Chunk(self._plan.apply(raw.rows), line=lambda place: place, raw=lambda _: {})
            yield from read_chunk(self._record, chunk, Delivery(at, source, zone), failed)
            self._keys += [row["key"] for place, row in enumerate(rows) if place not in failed.reasons]
            for place, (field, reason) in failed.reasons.items():
                row = rows[place]
                if len(self.problems) < PROBLEMS_SHOWN:
                    self.problems.append(Problem(row["file"], row["line"], field, reason, row["raw"]))

    def passed(self) -> Iterator[str]:
        """Return the keys of the rows that passed, once all were read."""
        self.passed_count = len(self._keys)
        yield from self._keys


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


def _line(part: Sequence[tuple[Mapping[str, Any], Any]], place: int) -> int:
    """Return the line in which a refused row stood."""
    line: int = part[place][0]["line"]
    return line
