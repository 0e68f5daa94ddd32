"""Passes: metrics that read the same rows of the same time share one statement."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from regard.asking.plan import Asked, Timeline
from regard.asking.quantiles import quantiles_of
from regard.errors import RegardError
from regard.metrics.compile.buckets import TOTAL
from regard.metrics.compile.grains import GRAINS
from regard.metrics.compile.numbers import numbers
from regard.metrics.compile.scope import Scope, group_label
from regard.metrics.compile.statement import statement
from regard.metrics.kinds import Quantile
from regard.rows.derive import DerivedTables, qualifying_spec
from regard.rows.log import to_sql
from regard.warehouses.warehouse import Warehouse

_KEPT_STATEMENTS = 512
Group = tuple[Any, ...]
Sums = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """What a pass found for one metric: sums by bucket and group; the group `()` is everything."""

    sums: Mapping[tuple[str, Group], Sums]
    sql: str

    def at(self, bucket: str = TOTAL, group: Group = ()) -> Sums | None:
        """Return the sums of a bucket and group, `None` where there was nothing."""
        return self.sums.get((bucket, group))

    def groups(self, label: str, columns: Sequence[str] = ("n",)) -> list[Group]:
        """Return the groups of a metric with anything to count, by its columns, in the period or in a bucket of it."""
        x = f"{label} x"
        counting = (
            group
            for (_, group), sums in self.sums.items()
            if group and any(sums.get(f"{label} {column}", sums[x]) for column in columns)
        )
        return list(dict.fromkeys(counting))


class Passes:
    """Runs the statements of a question, each once for all metrics that share it."""

    def __init__(self, warehouse: Warehouse, rows: DerivedTables) -> None:
        """Start with nothing compiled."""
        self._warehouse = warehouse
        self._rows = rows
        self._compiled: dict[str, str] = {}

    def run(self, asked: Sequence[Asked], *, before: bool = False) -> dict[str, Found]:
        """Return what is found for each metric by its label, in the period or in the compared one."""
        found: dict[str, Found] = {}
        for members, timeline in _shared(asked, before=before):
            try:
                result = self._read(members, timeline.scope)
            except RegardError as error:
                raise _between_grains(error, members[0], asked) from None
            found.update({member.label: self._with_quantile(member, timeline.scope, result) for member in members})
        return found

    def _with_quantile(self, member: Asked, scope: Scope, found: Found) -> Found:
        """Return what was found with the quantile of a metric that is one."""
        if not isinstance(member.metric, Quantile):
            return found
        metric = member.metric
        query = self._kept(
            ("numbers", member.name, member.question.variant, member.question.per, scope),
            lambda: numbers(metric, scope),
        )
        keys = ["bucket", "is_split", *(group_label(index) for index in range(len(scope.by)))]
        table = self._warehouse.run(query)
        sums = dict(found.sums)
        for row in quantiles_of(table, keys, member.metric.q, member.question.level):
            place = _place(row, scope)
            told = {f"{member.label} {name}": row[name] for name in ("quantile", "low", "high")}
            sums[place] = {**sums[place], **told}
        return Found(sums, f"{found.sql};\n{query}")

    def _read(self, members: Sequence[Asked], scope: Scope) -> Found:
        """Return the sums of metrics that share a scope."""
        query = self._compile(members, scope)
        return Found({_place(row, scope): row for row in self._warehouse.run(query).to_pylist()}, query)

    def _compile(self, members: Sequence[Asked], scope: Scope) -> str:
        """Return the statement of metrics that share a scope; it is kept, for compiling outlasts most answers."""
        asked = [(one.name, one.label, one.question.variant, one.question.per, one.edges) for one in members]
        scope = replace(scope, kept_days=self._keeps(scope))
        metrics = [labelled for member in members for labelled in member.labelled()]
        return self._kept((asked, scope), lambda: statement(metrics, scope))

    def _kept(self, wanted: object, make: Callable[[], Any]) -> str:
        """Return the SQL of a statement, compiled once for all that `wanted` tells in its representation."""
        key = repr(wanted)
        if key not in self._compiled:
            if len(self._compiled) >= _KEPT_STATEMENTS:
                self._compiled.clear()
            self._compiled[key] = to_sql(make(), self._warehouse.dialect)
        return self._compiled[key]

    def _keeps(self, scope: Scope) -> bool:
        """Return whether the kept table of active days counts days as the scope does."""
        return scope.zone.key == self._rows.settings.zone.key and scope.qualifying == qualifying_spec(
            self._rows.settings
        )


def _shared(asked: Sequence[Asked], *, before: bool) -> list[tuple[list[Asked], Timeline]]:
    """Return the metrics that can share a statement, with their time."""
    shared: list[tuple[Any, list[Asked], Timeline]] = []
    for member in (part for one in asked for part in one.halves or (one,)):
        timeline = member.before if before else member.now
        if timeline is None:
            continue
        named = {*timeline.scope.fields()}
        whole = member.metric.whole and bool(named & {"page", "path"})
        key = (member.metric.of.name, member.metric.dated, whole, timeline.scope)
        same = next((members for other, members, _ in shared if other == key), None)
        if same is None:
            shared.append((key, [member], timeline))
        else:
            same.append(member)
    return [(members, timeline) for _, members, timeline in shared]


def _between_grains(error: RegardError, member: Asked, asked: Sequence[Asked]) -> RegardError:
    """Return the refusal of a field that one metric does not have, naming another metric that reads other rows."""
    grain = member.metric.of.name
    other = next((one for one in asked if one.metric.of.name != grain), None)
    if error.code != "unknown_field" or other is None:
        return error
    rows, other_rows = GRAINS[grain].several, GRAINS[other.metric.of.name].several
    sentence = (
        f"{error.message.removesuffix('.')} for {member.name}, which reads {rows}; {other.name} reads {other_rows}."
    )
    return RegardError(error.code, sentence, "Ask for them apart, or split and filter by a field that both have.")


def _place(row: Sums, scope: Scope) -> tuple[str, Group]:
    """Return the bucket and the group of a row, the group's values as JSON has them."""
    if not row["is_split"]:
        return row["bucket"], ()
    values = [row[group_label(index)] for index in range(len(scope.by))]
    return row["bucket"], shown_group(values, scope)


def shown_group(values: Sequence[Any], scope: Scope) -> Group:
    """Return the values of the dimensions of a question as JSON has them."""
    return tuple(
        _decoded(value) if name.removeprefix("customer.").startswith("properties.") else _shown(value, scope.zone)
        for name, value in zip(scope.by, values, strict=True)
    )


def _shown(value: Any, zone: ZoneInfo) -> Any:
    """Return a group's value as JSON has it: instants, which the tables hold in UTC, with the offset of the zone."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC).astimezone(zone).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _decoded(value: str | None) -> Any:
    """Return a free property's value from its JSON text; whole numbers lose their decimals."""
    if value is None:
        return None
    decoded = json.loads(value)
    is_whole = isinstance(decoded, float) and decoded.is_integer()
    decoded = int(decoded) if is_whole else decoded
    return json.dumps(decoded, sort_keys=True) if isinstance(decoded, dict | list) else decoded
