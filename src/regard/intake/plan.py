"""How a file becomes records: what a row is, what each column means, how its dates and numbers are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from regard.intake.files.values import to_column
from regard.intake.forms.columns import Forms, in_form, joined
from regard.intake.forms.properties import as_values, join_properties
from regard.intake.header import PROPERTIES, Meaning
from regard.records import RecordType
from regard.records.fields import field_readers


@dataclass(frozen=True)
class Plan:
    """How the rows of one file become records of one kind."""

    record: RecordType
    meanings: Mapping[str, Meaning]
    """What the columns are taken for; a column that is not here is left out, or kept among the properties."""

    values: Mapping[str, Any] = field(default_factory=dict)
    """Fields that are the same for every row."""

    left_out: frozenset[str] = frozenset()
    """Columns that were told to be left out."""

    keeps_rest: bool = False
    """Whether columns without a field are kept among the properties."""

    forms: Forms = field(default_factory=Forms)
    typed: frozenset[str] = frozenset()
    """Columns of text whose properties are numbers or flags."""

    def columns_of_fields(self, names: Sequence[str]) -> dict[str, list[str]]:
        """Return the columns of each field, in their order; a property is a field `properties.key`.

        A column that the header's first look did not show counts when its name is exactly that of a field.
        """
        fields = field_readers(self.record)
        found: dict[str, list[str]] = {}
        for name in names:
            meaning = self.meanings.get(name)
            targets: tuple[str, ...] = meaning.fields if meaning else ()
            if meaning is None and name not in self.left_out:
                if name in fields and not any(name in other.fields for other in self.meanings.values()):
                    targets = (name,)
                elif self.keeps_rest:
                    targets = (PROPERTIES + name,)
            for target in targets:
                found.setdefault(target, []).append(name)
        return found

    def apply(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        """Return rows with columns named as fields, in the form that these need."""
        sources = self.columns_of_fields(_in_told_order(rows.schema.names, self.meanings))
        arrays = {
            target: in_form(self.record, target, joined([rows.column(name) for name in names]), self.forms)
            for target, names in sources.items()
            if not target.startswith(PROPERTIES)
        }
        for name, value in self.values.items():
            if not name.startswith(PROPERTIES):
                arrays[name] = _repeated(value, rows.num_rows)
        self._add_properties(arrays, rows, sources)
        if not arrays:
            return rows.select([])
        return pa.RecordBatch.from_arrays(list(arrays.values()), names=list(arrays))

    def _add_properties(
        self, arrays: dict[str, pa.Array], rows: pa.RecordBatch, sources: Mapping[str, list[str]]
    ) -> None:
        """Gather what goes to the properties into one column, if anything does."""
        columns = {
            target.removeprefix(PROPERTIES): self._property(rows, names)
            for target, names in sources.items()
            if target.startswith(PROPERTIES)
        }
        fixed = {
            name.removeprefix(PROPERTIES): value for name, value in self.values.items() if name.startswith(PROPERTIES)
        }
        if columns or fixed:
            arrays["properties"] = join_properties(arrays.get("properties"), columns, fixed, rows.num_rows)

    def _property(self, rows: pa.RecordBatch, names: Sequence[str]) -> pa.Array:
        """Return the column of one property."""
        values = joined([rows.column(name) for name in names])
        return as_values(values) if len(names) == 1 and names[0] in self.typed else values


def _in_told_order(names: Sequence[str], meanings: Mapping[str, Meaning]) -> list[str]:
    """Return names in the order in which they were told, then the others: joined columns are joined in that order."""
    told = [name for name in meanings if name in names]
    return [*told, *(name for name in names if name not in meanings)]


def _repeated(value: object, rows: int) -> pa.Array:
    """Return one value for every row."""
    return to_column([value] * rows)
