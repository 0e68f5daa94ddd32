"""Passes: metrics that read the same rows of the same time share one statement."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from regard.asking.dated_sql import DatedSql
from regard.asking.found import Found, Reading, place_of
from regard.asking.places import Rows
from regard.asking.plan import Asked, Timeline
from regard.asking.quantiles import quantiles_of
from regard.asking.totals.reader import TotalsReader
from regard.errors import RegardError
from regard.metrics.compile.grains import GRAINS
from regard.metrics.compile.scope import Scope, group_label
from regard.metrics.kinds import Metric, Quantile
from regard.rows.log import recalled_sql
from regard.rows.specs import qualifying_spec
from regard.rows.upkeep import Kept, Upkeep
from regard.warehouses.warehouse import Warehouse


class Passes:
    """Runs the statements of a question, each once for all metrics that share it; totals are read where they cover."""

    def __init__(self, warehouse: Warehouse, rows: Upkeep) -> None:
        """Start with nothing compiled."""
        self._warehouse = warehouse
        self._rows = rows
        self._dated = DatedSql()
        self._totals = TotalsReader(warehouse, rows)

    def run(self, asked: Sequence[Asked], kept: Kept | None = None, *, before: bool = False) -> dict[str, Found]:
        """Return what is found for each metric by its label, in the period or in the compared one."""
        members = [part for one in asked for part in one.halves or (one,)]
        timelines = {one.label: one.before if before else one.now for one in members}
        timed = [(one, timeline) for one in members if (timeline := timelines[one.label]) is not None]
        found, reasons = self._totals.read(timed, kept)
        rest = [(one, timeline) for one, timeline in timed if one.label not in found]
        for shared, timeline in _shared(rest):
            try:
                result = self._read(shared, timeline.scope)
            except RegardError as error:
                raise _between_grains(error, shared[0], asked) from None
            several = GRAINS[shared[0].metric.of.name].several
            what = f"nothing, for no records of {several} were kept" if self._is_empty(shared) else f"rows of {several}"
            for one in shared:
                told = replace(result, reading=Reading("rows", what, why=reasons[one.label].why))
                found[one.label] = self._with_quantile(one, timeline.scope, told)
        return found

    def kept(self, version: object) -> Kept:
        """Return what is kept beside the rows, for the state of the data that a version names."""
        return self._totals.kept(version)

    def _is_empty(self, members: Sequence[Asked]) -> bool:
        """Return whether there can be no rows, for no record that they are made of was ever kept."""
        kinds = GRAINS[members[0].metric.of.name].kinds
        return bool(kinds) and self._totals.recorded.isdisjoint(kinds)

    def _with_quantile(self, member: Asked, scope: Scope, found: Found) -> Found:
        """Return what was found with the quantile of a metric that is one."""
        if not isinstance(member.metric, Quantile):
            return found
        metric = member.metric
        query = self._kept(
            ("numbers", member.name, member.question.variant, member.question.per, scope),
            lambda: _numbers(metric, scope),
        )
        keys = ["bucket", "is_split", *(group_label(index) for index in range(len(scope.by)))]
        table = self._warehouse.run(query)
        sums = dict(found.sums.sums) if isinstance(found.sums, Rows) else {}
        for row in quantiles_of(table, keys, member.metric.q, member.question.level):
            place = place_of(row, scope)
            told = {f"{member.label} {name}": row[name] for name in ("quantile", "low", "high")}
            sums[place] = {**sums[place], **told}
        return replace(found, sums=Rows(sums), sql=f"{found.sql};\n{query}")

    def _read(self, members: Sequence[Asked], scope: Scope) -> Found:
        """Return the sums of metrics that share a scope; a statement that can find nothing is only told."""
        scope, is_run = replace(scope, kept_days=self._keeps(scope)), not self._is_empty(members)
        query = self._dated.find(_wanted(members), scope, lambda: self._compiled(members, scope), is_run=is_run)
        rows = self._warehouse.run(query).to_pylist() if is_run else []
        told = _by_groups(members)
        return Found(Rows({place_of(row, scope): row | told for row in rows}), query)

    def _compiled(self, members: Sequence[Asked], scope: Scope) -> str:
        """Return the statement of metrics that share a scope; it is kept, for compiling outlasts most answers."""
        metrics = [labelled for member in members for labelled in member.labelled()]
        by_groups = bool(_by_groups(members))
        return self._kept((_wanted(members), scope), lambda: _statement(metrics, scope, by_groups=by_groups))

    def _kept(self, wanted: object, make: Callable[[], Any]) -> str:
        """Return the SQL of a statement, compiled once for all that `wanted` tells in its representation."""
        dialect = self._warehouse.dialect
        return recalled_sql(repr((dialect, wanted, self._rows.settings.metrics)), make, dialect)

    def _keeps(self, scope: Scope) -> bool:
        """Return whether the kept table of active days counts days as the scope does."""
        return scope.zone.key == self._rows.settings.zone.key and scope.qualifying == qualifying_spec(
            self._rows.settings
        )


def _numbers(metric: Quantile[Any], scope: Scope) -> Any:
    """Return the numbers behind a quantile as an expression; what makes it is loaded only here."""
    from regard.metrics.compile.numbers import numbers

    return numbers(metric, scope)


def _statement(metrics: Sequence[tuple[str, Metric[Any]]], scope: Scope, *, by_groups: bool) -> Any:
    """Return the sums of metrics as an expression; what makes it is loaded only here."""
    from regard.metrics.compile.statement import statement

    return statement(metrics, scope, by_groups=by_groups)


def _wanted(members: Sequence[Asked]) -> object:
    """Return what the statement of metrics depends on beside the scope."""
    asked = [
        (one.name, one.label, one.question.variant, one.question.per, one.question.statistic, one.edges)
        for one in members
    ]
    return asked, bool(_by_groups(members))


def _shared(asked: Sequence[tuple[Asked, Timeline]]) -> list[tuple[list[Asked], Timeline]]:
    """Return the metrics that can share a statement, with their time."""
    shared: list[tuple[Any, list[Asked], Timeline]] = []
    for member, timeline in asked:
        named = {*timeline.scope.fields()}
        whole = member.metric.whole and bool(named & {"page", "path"})
        key = (member.metric.of.name, member.metric.dated, whole, timeline.scope)
        same = next((members for other, members, _ in shared if other == key), None)
        if same is None:
            shared.append((key, [member], timeline))
        else:
            same.append(member)
    return [(members, timeline) for _, members, timeline in shared]


def _by_groups(members: Sequence[Asked]) -> dict[str, bool]:
    """Return what tells that sums of squares go over person groups, by the labels of metrics, where they shall."""
    labelled = [label for member in members for label, _ in member.labelled()]
    return {f"{label} by_groups": True for label in labelled if members[0].question.interval == "jackknife"}


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
