"""Where refused rows go, and the way back once the mistake is mended."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pyarrow as pa

from regard.intake.loaded import PROBLEMS_SHOWN, Problem
from regard.records import RecordType
from regard.records.content import BETWEEN_FIELDS, text_id
from regard.warehouses.tables import QUARANTINE_SCHEMA

_HELD_IN_MEMORY = 2_000


class Refusals:
    """The refused rows of one batch: counted, the first hundred at hand, the rest on disk until the batch is kept."""

    def __init__(self, record: RecordType, at: datetime) -> None:
        """Begin without any; `at` is the time of delivery."""
        self.count = 0
        self.problems: list[Problem] = []
        self._record = record
        self._at = at
        self._batch = uuid4().hex
        self._held: list[Problem] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._parts: list[Path] = []

    def refuse(self, problem: Problem) -> None:
        """Note one refused row."""
        self.count += 1
        if len(self.problems) < PROBLEMS_SHOWN:
            self.problems.append(problem)
        self._held.append(problem)
        if len(self._held) >= _HELD_IN_MEMORY:
            self._spill()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Return all refused rows with the schema of the quarantine, in the order in which they came."""
        for part in self._parts:
            with pa.ipc.open_stream(part) as stream:
                yield from stream
        if self._held:
            yield self._rows()

    def close(self) -> None:
        """Remove what lies on disk."""
        if self._folder is not None:
            self._folder.cleanup()

    def _spill(self) -> None:
        """Move what is held in memory to disk."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="regard-refused-")
        part = Path(self._folder.name) / f"{len(self._parts)}.arrow"
        with pa.ipc.new_stream(part, QUARANTINE_SCHEMA) as stream:
            stream.write_batch(self._rows())
        self._parts.append(part)
        self._held = []

    def _rows(self) -> pa.RecordBatch:
        """Return what is held in memory as rows of the quarantine."""
        at = self._at.replace(tzinfo=None)
        rows = [
            {
                "key": refusal_key(self._record, problem),
                "batch": self._batch,
                "record": self._record.name,
                "file": problem.file,
                "line": problem.line,
                "field": problem.field,
                "reason": problem.reason,
                "raw": problem.raw,
                "at": at,
            }
            for problem in self._held
        ]
        return pa.RecordBatch.from_pylist(rows, schema=QUARANTINE_SCHEMA)


def refusal_key(record: RecordType, problem: Problem) -> str:
    """Return what tells a refused row from others: its kind, file, line and content."""
    return text_id(BETWEEN_FIELDS.join((record.name, problem.file or "", str(problem.line or ""), problem.raw)))
