"""What the columns of a file mean, read off their names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from regard.errors import RegardError, suggest, unknown
from regard.intake.options import Targets
from regard.intake.synonyms import GIVES_WAY, MARKS, SYNONYMS
from regard.records import RECORDS, RecordType
from regard.records.fields import field_readers

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OTHER = re.compile(r"[^a-z0-9]+")
PROPERTIES = "properties."


@dataclass(frozen=True)
class Meaning:
    """What one column is taken for, and why."""

    fields: tuple[str, ...]
    reason: str


def plain_name(name: str) -> str:
    """Return a name as fields are written: `Created at`, `createdAt` and `created-at` are `created_at`."""
    return _OTHER.sub("_", _HUMP.sub("_", name).lower()).strip("_")


def recognise(record: RecordType, columns: Sequence[str]) -> dict[str, Meaning]:
    """Return the columns whose names are fields of a kind of record, or mean one."""
    fields = field_readers(record)
    found: dict[str, Meaning] = {}
    taken: set[str] = set()
    for column in sorted(columns, key=lambda name: name not in fields):
        field = plain_name(column)
        if field in fields and field not in taken:
            found[column] = Meaning((field,), "our own name")
            taken.add(field)
    for field, names in SYNONYMS[record.name].items():
        free = {plain_name(column): column for column in reversed(columns) if column not in found}
        name = next((name for name in names if name in free), None)
        if field not in taken and name is not None:
            found[free[name]] = Meaning((field,), f"{name} is another word for {field}")
    return _with_customer(record, {column: found[column] for column in columns if column in found})


def choose_record(path: Path, columns: Sequence[str]) -> RecordType:
    """Return the kind of record that a header is of. Raises `RegardError` with code `unrecognised_header`."""
    scores: dict[str, int] = {}
    for record in RECORDS:
        meanings = recognise(record, columns)
        fields = {field for meaning in meanings.values() for field in meaning.fields}
        if all(fields & mark for mark in MARKS[record.name]):
            scores[record.name] = len(meanings)
    best = [name for name, score in scores.items() if score == max(scores.values())]
    best = [name for name in best if name not in GIVES_WAY] or best
    if len(best) == 1:
        return next(record for record in RECORDS if record.name == best[0])
    listed = ", ".join(f'"{column}"' for column in columns[:8]) + (" ..." if len(columns) > 8 else "")  # noqa: PLR2004
    if best:
        raise RegardError(
            "unrecognised_header",
            f'The rows of "{path}" may be of several kinds: {", ".join(best)}. Its columns are {listed}.',
            f'Say which, such as record="{best[0]}".',
        )
    raise RegardError(
        "unrecognised_header",
        f'The header of "{path}" is not recognised. Its columns are {listed}.',
        'Say what a row is and what its columns mean, such as record="order", columns={"Price": "total"}.',
    )


def told_meanings(record: RecordType, told: Mapping[str, Targets], columns: Sequence[str]) -> dict[str, Meaning]:
    """Return what was told of the columns; columns not mentioned whose names are exactly our fields mean those.

    Raises `RegardError` with code `unknown_column` or `unknown_field`.
    """
    fields = field_readers(record)
    for column, targets in told.items():
        if column not in columns:
            raise unknown("column", column, columns)
        for target in as_fields(targets):
            check_field(record, target)
    taken = {target for targets in told.values() for target in as_fields(targets)}
    found = {column: Meaning(as_fields(targets), "as told") for column, targets in told.items() if targets is not None}
    for column in columns:
        if column not in told and column in fields and column not in taken:
            found[column] = Meaning((column,), "our own name")
    return found


def check_field(record: RecordType, target: str) -> None:
    """Refuse a field that a kind of record does not have."""
    fields = field_readers(record)
    if target not in fields and not target.startswith(PROPERTIES):
        name = record.name.replace("_", " ").capitalize()
        way_out = f'{suggest(target, fields)} Or keep it as "{PROPERTIES}{plain_name(target)}".'
        raise RegardError("unknown_field", f'{name} records have no field "{target}".', way_out)


def as_fields(targets: Targets) -> tuple[str, ...]:
    """Return the fields of a target, however many."""
    if targets is None:
        return ()
    return (targets,) if isinstance(targets, str) else tuple(targets)


def _with_customer(record: RecordType, found: dict[str, Meaning]) -> dict[str, Meaning]:
    """Return the meanings with the id of a customer as its user, where nothing else is."""
    fields = {field for meaning in found.values() for field in meaning.fields}
    if record.name != "customer" or "user_id" in fields or "id" not in fields:
        return found
    column = next(column for column, meaning in found.items() if meaning.fields == ("id",))
    return {**found, column: Meaning(("id", "user_id"), "the id of a customer is its user")}
