"""Metrics of a workspace's own, as `[metrics.NAME]` of regard.toml says them: from closed lists, without SQL."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_type_hints

from regard.errors import RegardError, suggest, unknown
from regard.metrics.bands import Bands, Limit
from regard.metrics.catalogue import METRICS
from regard.metrics.kinds import Count, Distinct, Mean, Metric, Quantile, Ratio
from regard.rows.columns import Flag, Number
from regard.rows.filters import parse_filters
from regard.rows.grains.answers import ANSWERS
from regard.rows.grains.conversations import CONVERSATIONS
from regard.rows.grains.deliveries import MESSAGES
from regard.rows.grains.mentions import MENTIONS
from regard.rows.grains.orders import BUYERS, ORDERS
from regard.rows.grains.page_visits import PAGE_VISITS
from regard.rows.grains.people_in_period import PEOPLE
from regard.rows.grains.posts import POSTS
from regard.rows.grains.touches import EVENTS
from regard.rows.grains.visits import VISITS
from regard.rows.row import Rows

FAMILY = "own"
GRAINS: dict[str, Rows[Any]] = {
    "events": EVENTS,
    "visits": VISITS,
    "page_visits": PAGE_VISITS,
    "people": PEOPLE,
    "answers": ANSWERS,
    "orders": ORDERS,
    "buyers": BUYERS,
    "tickets": CONVERSATIONS,
    "deliveries": MESSAGES,
    "posts": POSTS,
    "mentions": MENTIONS,
}
"""The rows that a metric can be made of, by the name that `grain` has for them."""

KINDS = ("mean", "ratio", "count", "distinct", "quantile")
UNITS = ("share", "score", "seconds", "count", "people", "ratio", "money")
_KEYS = ("kind", "grain", "column", "over", "where", "q", "unit", "better", "asks", "reads", "good")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_BAND = re.compile(r"\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)\s*")
_MONEY = ("total", "revenue")
"""Columns that hold money where their grain has a currency."""


@dataclass(frozen=True)
class _Column:
    """A column of a grain that a metric can be made of: one number, or one flag, per row."""

    name: str
    is_flag: bool

    @property
    def value(self) -> Callable[[Any], Any]:
        """Return what reads it off a row."""
        return lambda row: getattr(row, self.name)


def own_metrics(declared: Mapping[str, Mapping[str, Any]]) -> dict[str, Metric[Any]]:
    """Return the metrics that a workspace declares, by name.

    Raises `RegardError` as `own_metric` does, with the place in regard.toml.
    """
    found = {}
    for name, spec in declared.items():
        try:
            found[name] = own_metric(name, spec)
        except RegardError as error:
            message = f"regard.toml, [metrics.{name}]: {error.message}"
            raise RegardError(error.code, message, error.suggestion) from None
    return found


def own_metric(name: str, spec: Mapping[str, Any]) -> Metric[Any]:
    """Return the metric that a declaration means.

    Raises `RegardError`: `bad_value` for a name that is taken or no name, `missing_argument`, `unknown_kind`,
    `unknown_grain`, `unknown_column`, `unknown_unit`, `unknown_key`, `bad_filter`.
    """
    _check_name(name)
    for key in spec:
        if key not in _KEYS:
            raise unknown("key", key, _KEYS)
    kind, grain = _chosen(name, spec, "kind", KINDS), _chosen(name, spec, "grain", tuple(GRAINS))
    rows = GRAINS[grain]
    column, over = _column(name, spec, "column", rows), _column(name, spec, "over", rows)
    _check_columns(name, kind, column, over)
    unit = _unit(spec, kind, column, rows)
    common: dict[str, Any] = {
        "name": name,
        **_words(spec, kind, column, over),
        "of": rows,
        "unit": unit,
        "better": _chosen(name, {"better": "neither", **spec}, "better", ("higher", "lower", "neither")),
        "since": "regard.toml",
        "bands": _bands(name, spec),
        "filters": parse_filters(spec.get("where")),
        "uniform": ("currency",) if unit == "money" else (),
    }
    return _make(kind, common, column, over, spec)


def _make(
    kind: str, common: dict[str, Any], column: _Column | None, over: _Column | None, spec: Mapping[str, Any]
) -> Metric[Any]:
    """Return the metric of a kind."""
    value = column.value if column else None
    if kind == "distinct":
        return Distinct(**{**common, "of": common["of"].where(_is_known)})
    if kind == "count":
        return Count(**common, value=value)
    if kind == "quantile":
        return Quantile(**common, value=value, q=_quantile(common["name"], spec))  # type: ignore[arg-type]  # checked
    if kind == "ratio":
        return Ratio(**common, value=value, over=over.value, counts=(column.name, over.name))  # type: ignore[union-attr, arg-type]  # checked
    interval = {"interval": "wilson"} if column and column.is_flag else {}
    return Mean(**common, value=value, counts=("total", "n"), **interval)  # type: ignore[arg-type]  # checked


def _is_known(row: Any) -> Any:
    """Return whether the person of a row is known: rows of events tell them by number."""
    return (row.number if "number" in row.columns else row.person).notnull()


def _check_name(name: str) -> None:
    """Refuse a name that is taken, or that could not be typed as one."""
    if name in METRICS:
        raise RegardError("bad_value", f"{name} is a metric already.", "Give yours another name.")
    if not _NAME.fullmatch(name):
        raise RegardError("bad_value", f'"{name}" is not a name for a metric.', 'Write it like "big_orders".')


def _chosen(name: str, spec: Mapping[str, Any], key: str, choices: tuple[str, ...]) -> str:
    """Return the word that a key has, one of several."""
    if key not in spec:
        offered = ", ".join(f'"{choice}"' for choice in choices)
        raise RegardError("missing_argument", f"The metric {name} has no {key}.", f"It is one of {offered}.")
    if spec[key] not in choices:
        raise unknown(key, spec[key], choices)
    return str(spec[key])


def _column(name: str, spec: Mapping[str, Any], key: str, rows: Rows[Any]) -> _Column | None:
    """Return the column that a key names, `None` where it names none."""
    if key not in spec:
        return None
    kinds = {column: hint for column, hint in get_type_hints(rows.row).items() if hint in (Number, Flag)}
    if spec[key] not in kinds:
        elsewhere = next(
            (other for other, one in GRAINS.items() if get_type_hints(one.row).get(str(spec[key])) in (Number, Flag)),
            None,
        )
        if elsewhere is not None:
            raise RegardError(
                "unknown_column",
                f'{name} is made of {rows.name}, and "{spec[key]}" is a column of {elsewhere}.',
                suggest(str(spec[key]), kinds),
            )
        raise unknown("column", spec[key], kinds)
    return _Column(spec[key], kinds[spec[key]] is Flag)


def _check_columns(name: str, kind: str, column: _Column | None, over: _Column | None) -> None:
    """Refuse columns that a kind cannot use, and a kind without those that it needs."""
    if kind in ("mean", "ratio", "quantile") and column is None:
        raise RegardError("missing_argument", f"The metric {name} has no column.", f"A {kind} is made of one.")
    if kind == "ratio" and over is None:
        raise RegardError(
            "missing_argument", f'The metric {name} has no "over".', "A ratio has a column above and one below."
        )
    if kind != "ratio" and over is not None:
        raise RegardError("not_together", f'"over" is for a ratio, and {name} is a {kind}.', "Drop over.")
    if kind == "distinct" and column is not None:
        raise RegardError("not_together", f"{name} counts people, and a column says nothing of them.", "Drop column.")
    if kind == "quantile" and column is not None and column.is_flag:
        raise RegardError("not_together", f"{column.name} is true or false and has no quantile.", 'Take kind = "mean".')


def _unit(spec: Mapping[str, Any], kind: str, column: _Column | None, rows: Rows[Any]) -> str:
    """Return the unit that is said, else that of the column."""
    has_currency = "currency" in get_type_hints(rows.row)
    if "unit" in spec:
        unit = _chosen("", spec, "unit", UNITS)
        if unit == "money" and not has_currency:
            raise RegardError("bad_value", f"{rows.name} have no currency to count money in.", 'Take unit = "ratio".')
        return unit
    if column is None:
        return "people" if kind == "distinct" else "count"
    if column.name.endswith("seconds") or column.name == "duration":
        return "seconds"
    if column.name in _MONEY and has_currency:
        return "money"
    means = {"count": "count", "mean": "share" if column.is_flag else "ratio"}
    return means.get(kind, "ratio")


def _words(spec: Mapping[str, Any], kind: str, column: _Column | None, over: _Column | None) -> dict[str, str]:
    """Return what the metric says of itself: as declared, else from its parts."""
    said = str(spec["grain"]).replace("_", " ")
    number = column.name if column else ""
    formula = {
        "count": f"sum of {number} over {said}" if column else f"number of {said}",
        "distinct": f"distinct people with {said}",
        "mean": f"mean of {number} over {said}",
        "quantile": f"quantile {spec.get('q', 0.5)} of {number} over {said}",
        "ratio": f"{number} / {over.name if over else ''} over {said}",
    }[kind]
    if spec.get("where"):
        formula += " that pass the filters"
    return {
        "asks": str(spec.get("asks", formula.capitalize())),
        "reads": str(spec.get("reads", "A metric of this workspace, declared in regard.toml.")),
        "formula": formula,
    }


def _bands(name: str, spec: Mapping[str, Any]) -> Bands | None:
    """Return the band that the declaration calls good, written as `< 0.4` or `>= 20`."""
    written = spec.get("good")
    if written is None:
        return None
    found = _BAND.fullmatch(str(written))
    if found is None:
        raise RegardError("bad_value", f"{name} has a band {written!r} that cannot be read.", 'Write good = "< 0.4".')
    number, sign = float(found[2]), found[1]
    limit = Limit(low=number) if ">" in sign else Limit(high=number)
    limit = replace(limit, low_included="=" in sign, high_included="=" in sign)
    return Bands(good=limit, source="regard.toml")


def _quantile(name: str, spec: Mapping[str, Any]) -> float:
    """Return the quantile that is asked for, the median unless it is said."""
    q = spec.get("q", 0.5)
    if isinstance(q, bool) or not isinstance(q, int | float) or not 0 < q < 1:
        raise RegardError("bad_value", f"{name} has q = {q!r}, which is not between 0 and 1.", "Write q = 0.9.")
    return float(q)
