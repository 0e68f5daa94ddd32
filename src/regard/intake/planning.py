"""Making the plan of a file: what was told, what the header says, and what only the whole column can tell."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import cast

import pyarrow as pa

from regard.errors import RegardError
from regard.intake.columns.column import is_text
from regard.intake.files.table import Table
from regard.intake.forms.columns import Forms, field_kinds, joined
from regard.intake.forms.dates import DateSigns, Order
from regard.intake.forms.numbers import Decimal, decimal_signs, two_ways
from regard.intake.forms.properties import is_typed
from regard.intake.header import (
    PROPERTIES,
    Meaning,
    check_field,
    choose_record,
    recognise,
    told_meanings,
)
from regard.intake.options import Options
from regard.intake.plan import Plan
from regard.records import RecordType, record_type
from regard.records.fields import required_fields

_SIGNS: tuple[Decimal, ...] = (",", ".")


def make_plan(path: Path, table: Table, options: Options) -> Plan:
    """Return how the rows of a file become records.

    Raises `RegardError` when the header is not recognised, a needed column is missing, or dates or numbers can be
    read in two ways and nothing tells which.
    """
    record = record_type(options.record) if options.record else None
    if record is None:
        if options.columns is not None:
            raise RegardError("missing_argument", "columns= needs to know what a row is.", 'Pass record="event".')
        record = choose_record(path, table.columns)
    meanings = _meanings(record, table.columns, options)
    for name in options.values:
        check_field(record, name)
    _check_needed(path, record, meanings, options)
    return _decided(path, table, options, (record, meanings))


def plan_of(record: RecordType, table: Table, options: Options) -> Plan:
    """Return how rows of a kind that is known become records, whatever their columns say and lack."""
    return _decided(Path(), table, options, (record, _meanings(record, table.columns, options)))


def _decided(path: Path, table: Table, options: Options, known: tuple[RecordType, Mapping[str, Meaning]]) -> Plan:
    """Return the plan with what only the rows can tell."""
    record, meanings = known
    left_out = frozenset(name for name, targets in (options.columns or {}).items() if targets is None)
    draft = Plan(record, meanings, options.values, left_out, options.keep == "properties")
    first = _first_rows(table)
    forms = Forms(_decimal(path, table, draft, options), _orders(path, table, draft, options))
    typed = frozenset(name for name in _property_columns(draft, table.columns) if _is_typed(first, name))
    return Plan(record, meanings, options.values, left_out, draft.keeps_rest, forms, typed)


def _meanings(record: RecordType, columns: Sequence[str], options: Options) -> Mapping[str, Meaning]:
    """Return what the columns mean, as told or as their names say."""
    if options.columns is None:
        found = recognise(record, columns)
        return {name: meaning for name, meaning in found.items() if not set(meaning.fields) & set(options.values)}
    return told_meanings(record, options.columns, columns)


def _check_needed(path: Path, record: RecordType, meanings: Mapping[str, Meaning], options: Options) -> None:
    """Refuse a file without a column for what every record must have."""
    fields = {field for meaning in meanings.values() for field in meaning.fields} | set(options.values)
    for name in required_fields(record.struct):
        if name not in fields and name not in ("id", record.stamp):
            raise RegardError(
                "missing_argument",
                f'No column of "{path}" is known as the {name} of {record.name.replace("_", " ")} records.',
                f'Say which, such as columns={{"Their name": "{name}"}}, or give values={{"{name}": ...}}.',
            )


def _first_rows(table: Table) -> pa.RecordBatch | None:
    """Return the first rows of a file, if it has any."""
    return next((chunk.rows for chunk in table.chunks() if chunk.rows.num_rows), None)


def _property_columns(plan: Plan, columns: Sequence[str]) -> list[str]:
    """Return the columns that go to the properties."""
    sources = plan.columns_of_fields(columns)
    return [name for target, names in sources.items() if target.startswith(PROPERTIES) for name in names]


def _is_typed(rows: pa.RecordBatch | None, name: str) -> bool:
    """Return whether a column of the first rows holds numbers or flags written as text."""
    return rows is not None and name in rows.schema.names and is_typed(rows.column(name))


def _columns_of(plan: Plan, columns: Sequence[str], kinds: tuple[type, ...]) -> dict[str, list[str]]:
    """Return the columns of those fields that hold such values."""
    known = field_kinds(plan.record)
    return {field: names for field, names in plan.columns_of_fields(columns).items() if known.get(field) in kinds}


def _orders(path: Path, table: Table, plan: Plan, options: Options) -> dict[str, Order]:
    """Return the order of the dates of each field, decided from all of its rows where the first leave it open."""
    sources = _columns_of(plan, table.columns, (datetime, date))
    if options.date_order:
        return dict.fromkeys(sources, cast("Order", options.date_order))
    orders: dict[str, Order] = {}
    for field, names in sources.items():
        signs = _date_signs(table, names)
        if signs.is_unclear:
            raise _unclear_dates(path, " ".join(names), signs)
        if signs.order is not None:
            orders[field] = signs.order
    return orders


def _date_signs(table: Table, names: Sequence[str]) -> DateSigns:
    """Return what the dates of some columns show: of the first rows, of all when these have dates of doubtful order."""
    signs = DateSigns()
    for number, chunk in enumerate(table.chunks(only=names)):
        present = [chunk.rows.column(name) for name in names if name in chunk.rows.schema.names]
        if present and chunk.rows.num_rows:
            together = joined(present)
            if is_text(together.type):
                signs.look(together.cast(pa.string()))
        if not number and not (signs.two_ways or signs.day_first or signs.month_first):
            break
    return signs


def _unclear_dates(path: Path, column: str, signs: DateSigns) -> RegardError:
    """Return the refusal of dates whose order nothing tells."""
    if signs.day_first and signs.month_first:
        return RegardError(
            "ambiguous_dates",
            f'The dates of "{column}" in "{path}" are of two kinds: "{signs.day_first}" has the day first, '
            f'"{signs.month_first}" the month.',
            'Mend the file, or pass date_order="dmy" or date_order="mdy": the others are quarantined.',
        )
    return RegardError(
        "ambiguous_dates",
        f'The dates of "{column}" in "{path}" can be read in two ways: "{signs.two_ways}" with the day or with the '
        "month first, and no other date of the column tells which.",
        'Pass date_order="dmy" (day first) or date_order="mdy" (month first).',
    )


def _decimal(path: Path, table: Table, plan: Plan, options: Options) -> Decimal:
    """Return the decimal sign of a file's numbers, decided from all rows where the first leave it open."""
    if options.decimal:
        return cast("Decimal", options.decimal)
    names = [name for names in _columns_of(plan, table.columns, (float, int)).values() for name in names]
    signs: set[Decimal] = set()
    doubtful: dict[Decimal, str] = {}
    for number, chunk in enumerate(table.chunks(only=names) if names else ()):
        for name in names:
            if name in chunk.rows.schema.names and is_text(chunk.rows.column(name).type):
                texts = chunk.rows.column(name).cast(pa.string())
                signs |= decimal_signs(texts)
                doubtful |= {sign: shown for sign in _SIGNS if (shown := two_ways(texts, sign))}
        if not number and (signs or not _is_doubtful(doubtful, table)):
            break
    if len(signs) == 1:
        return signs.pop()
    if signs or _is_doubtful(doubtful, table):
        shown = next(iter(doubtful.values()), "1.234,5 beside 1,234.5")
        raise RegardError(
            "ambiguous_numbers",
            f'The numbers of "{path}" can be read in two ways: the sign in {shown} may part thousands or decimals.',
            'Pass decimal="." or decimal=",".',
        )
    return "."


def _is_doubtful(doubtful: Mapping[Decimal, str], table: Table) -> bool:
    """Return whether numbers such as 1,234 (or 1.234, where semicolons part fields) leave the decimal sign open."""
    return "," in doubtful or ("." in doubtful and table.told.get("delimiter") == ";")
