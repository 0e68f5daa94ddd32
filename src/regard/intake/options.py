"""What is told about files to load; what is not told is found out, or refused."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict

from regard.errors import RegardError, unknown
from regard.intake.files.finding import Layout
from regard.intake.forms.dates import Order
from regard.intake.forms.numbers import Decimal

Targets = str | Sequence[str] | None
"""Our field, or several, for one of their columns; nothing for a column that is left out."""


class LoadOptions(TypedDict, total=False):
    """What may be told, by name; each is a field of `Options` too."""

    record: str | None
    source: str | None
    columns: Mapping[str, Targets] | None
    values: Mapping[str, Any] | None
    keep: Literal["properties"] | None
    zone: str | None
    questions: Mapping[str, str] | None
    date_order: Order | None
    decimal: Decimal | None
    encoding: str | None
    delimiter: str | None
    header: Sequence[str] | None
    sheet: str | None


@dataclass(frozen=True)
class Options:
    """What is told about files."""

    record: str | None = None
    """What a row is: `event`, `order` ..."""

    source: str | None = None
    """The system that exported them, or the name of a `[sources.NAME]` in regard.toml."""

    columns: Mapping[str, Targets] | None = None
    """Their name: our field, such as `{"Price": "total"}`. Two columns for one field are joined by a blank; a list of
    fields gives each the same; `properties.plan` is a property; `None` leaves a column out."""

    values: Mapping[str, Any] = field(default_factory=dict)
    """Our field: a value that holds for every row, such as `{"kind": "nps"}`."""

    keep: str | None = None
    """`properties` keeps columns that have no field among the properties."""

    zone: str | None = None
    questions: Mapping[str, str] = field(default_factory=dict)
    """Of surveys: the text of a question: its kind, such as `{"How likely ...?": "nps"}`."""

    date_order: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header: Sequence[str] | None = None
    sheet: str | None = None

    @property
    def layout(self) -> Layout:
        """Return what is told of the layout of files."""
        paths = tuple(self.columns or ())
        return Layout(self.encoding, self.delimiter, self.header, self.sheet, paths)


_CHOICES = {"date_order": ("dmy", "mdy", "ymd"), "decimal": (".", ","), "keep": ("properties",)}


def read_options(told: Mapping[str, Any], declared: Mapping[str, Mapping[str, Any]]) -> Options:
    """Return options from those given by name and those declared for their source; what is given goes first.

    `declared`: the `[sources.NAME]` of regard.toml, by name. Raises `RegardError` with code `unknown_argument`,
    `bad_value`.
    """
    source = told.get("source")
    own = declared.get(source, {}) if source else {}
    merged = {**own, **{name: value for name, value in told.items() if value is not None}}
    known = {option.name for option in dataclasses.fields(Options)}
    for name in merged:
        if name not in known:
            raise unknown("argument", name, known)
    for name, choices in _CHOICES.items():
        if merged.get(name, choices[0]) not in choices:
            listed = " or ".join(f'"{choice}"' for choice in choices)
            raise RegardError("bad_value", f'{name} "{merged[name]}" is not known.', f"Write {listed}.")
    return Options(**merged)
