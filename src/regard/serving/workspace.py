"""The Python surface: a workspace as people hold it.

What reads files and what makes rows is loaded when it is first needed: who asks does not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, Unpack, overload
from weakref import finalize

from regard.asking.periods import read_clock
from regard.asking.reply import Replies, Reply
from regard.asking.run import Asker
from regard.errors import RegardError
from regard.metrics.kinds import Metric
from regard.metrics.own import own_metrics
from regard.rows.declared_dimensions import read_dimensions
from regard.rows.rates import read_rates
from regard.rows.upkeep import Upkeep
from regard.warehouses.duckdb import DuckDB
from regard.workspace import clock
from regard.workspace.settings import FILE, Settings, make_settings, read_settings, write_declared, write_settings
from regard.workspace.worked_out import WorkedOut

if TYPE_CHECKING:
    from regard.intake.loaded import Loaded
    from regard.intake.options import LoadOptions
    from regard.intake.preview import Preview
    from regard.intake.progress import Progress

DATABASE = "warehouse.duckdb"


def open_workspace(
    path: str | Path | None = None,
    *,
    zone: str | None = None,
    week_start: str | None = None,
    visit_timeout: float | str | None = None,
    totals_from: int | None = None,
    keep_events: float | str | None = None,
) -> Workspace:
    """Return the workspace in a folder, made where there is none; without a path one in memory.

    Zone (IANA, default UTC), week start (`"monday"`) and visit timeout (`"30m"`) are fixed at creation; asking for
    other ones later raises `RegardError` with code `bad_settings`. `totals_from` is how many events there must be for
    totals to be kept beside the rows (200,000); `keep_events` how long events stay in the log (`"400d"`; for good).
    """
    given = {"zone": zone, "week_start": week_start, "visit_timeout": visit_timeout, "totals_from": totals_from}
    given["keep_events"] = keep_events
    wanted = make_settings(**given)  # type: ignore[arg-type]
    if path is None:
        return Workspace(None, wanted)
    folder = Path(path)
    if not (folder / FILE).exists():
        _make_folder(folder, wanted)
        return Workspace(folder, wanted)
    settings = read_settings(folder)
    own_metrics(settings.metrics)
    read_rates(settings.rates)
    read_dimensions(settings.dimensions)
    for name in (name for name, value in given.items() if value is not None):
        if getattr(settings, name) != getattr(wanted, name):
            raise RegardError(
                "bad_settings",
                f"{folder} was made with another {name}: {getattr(settings, name)}.",
                f"Leave {name} out, or make a new workspace.",
            )
    return Workspace(folder, settings)


class Workspace:
    """Everything known of one business: its records, its settings, its answers."""

    def __init__(self, folder: Path | None, settings: Settings) -> None:
        """Open the warehouse of the folder, or one in memory."""
        self.folder = folder
        self.settings = settings
        self._warehouse = DuckDB(folder / DATABASE if folder else None)
        self._worked_out = finalize(self, WorkedOut(folder).write) if folder else None
        self._rows = Upkeep(self._warehouse, settings, _measures)
        self._asker = Asker(self._warehouse, self._rows)

    def add(
        self,
        record: str,
        rows: Iterable[Mapping[str, Any]] | Any,
        *,
        zone: str | None = None,
        source: str | None = None,
    ) -> Loaded:
        """Keep records of one kind: dicts, or a table of Arrow, Polars or pandas with the record's field names."""
        from regard.intake.adding import add

        return add(self._warehouse, record, rows, zone=zone, source=source)

    def load(self, path: str | Path, *, progress: Progress | None = None, **told: Unpack[LoadOptions]) -> Loaded:
        """Keep the records of a file, of those of a folder, or of those that a pattern names.

        `told` says what the files cannot: `source`, `record`, `columns`, `zone`, `questions`, `date_order` ...; the
        guide to loading lists them. `progress` is called with rows read, bytes read and bytes in all.
        """
        from regard.intake.loader import load

        return load(self._warehouse, path, sources=self.settings.sources, progress=progress, **told)

    def preview(self, path: str | Path, **told: Unpack[LoadOptions]) -> Preview:
        """Return how `load` would read a file, keeping nothing."""
        from regard.intake.preview import preview

        return preview(path, sources=self.settings.sources, **told)

    def replay(self, record: str, /, *, file: str | None = None, **told: Unpack[LoadOptions]) -> Loaded:
        """Read the quarantined rows of one kind again, or of one file of them, with what was missing now told."""
        from regard.intake.replaying import replay

        return replay(self._warehouse, record, file=file, sources=self.settings.sources, **told)

    def declare(self, kind: str, name: str, /, **spec: Any) -> None:
        """Declare a goal, a dimension, what counts as being active, a schedule ...: see the guide to declared things.

        Raises `RegardError` where it means nothing, or contradicts what is declared already.
        """
        from regard.serving.declaring import check_declared

        self.settings.declared(kind)
        spec = check_declared(kind, name, spec, self._rows)
        settings = self.settings.declaring(kind, name, spec)
        if self.folder is not None:
            write_declared(self.folder, kind, name, spec)
        self.settings = self._rows.settings = settings

    @overload
    def ask(self, metric: str, **question: Any) -> Reply: ...
    @overload
    def ask(self, metric: Sequence[str], **question: Any) -> Replies: ...
    def ask(self, metric: str | Sequence[str], **question: Any) -> Reply | Replies:
        """Return the answer to a question about one metric, or the answers about several.

        Raises `RegardError` where the question cannot be answered as it stands.
        """
        if isinstance(metric, str):
            return self._asker.ask([metric], question)[metric]
        return Replies(self._asker.ask(list(metric), question))

    def explain(self, metric: str | Sequence[str], **question: Any) -> dict[str, list[str]]:
        """Return for each metric of a question what is read to answer it, and why rows are where totals are not.

        Raises `RegardError` where the question cannot be answered as it stands.
        """
        return self._asker.explain([metric] if isinstance(metric, str) else list(metric), question)

    def goals(self, name: str, *, period: Any = "28d", as_of: Any = None) -> dict[str, Any]:
        """Return a business goal (sell, serve, keep, omnichannel, audience) with its metrics, targets and their pace.

        Raises `RegardError` with code `unknown_goal`.
        """
        from regard.acting.review import review

        today = read_clock(as_of, self.settings.zone, clock.now()).today

        def ask(metric: str, **question: Any) -> Reply:
            takes_goals = "goal" in self.catalogue[metric].needs and self.settings.goals
            needed = {"goal": list(self.settings.goals)} if takes_goals else {}
            return self.ask(metric, as_of=str(today), **{**needed, **question})

        return review(name, self.settings, self.catalogue, ask, today=today, period=period)

    @property
    def catalogue(self) -> Mapping[str, Metric[Any]]:
        """Return every metric that can be asked for, those of the workspace's own last."""
        return self._asker.catalogue()

    def rows(
        self,
        what: str,
        period: Any = None,
        where: Any = None,
        limit: int | None = None,
        *,
        as_: Literal["dicts", "arrow", "polars", "pandas"] = "dicts",
    ) -> Any:
        """Return the rows of a grain, or the records of a kind, as dicts or as a table."""
        from regard.asking.read import read_rows

        return read_rows(self._warehouse, self._rows, what, period=period, where=where, limit=limit, as_=as_)

    def refresh(self) -> dict[str, Any]:
        """Bring rows and totals in step, as every question does; return how many events `left` the log, if any.

        `log_begins` is the local day before which events have left it, `None` where none ever has.
        """
        before = self._warehouse.horizon()
        self._rows.refresh()
        now = self._warehouse.horizon()
        left = now.events - (before.events if before else 0) if now else 0
        return {"left": left, "log_begins": now.day.isoformat() if now else None}

    def check(self) -> dict[str, Any]:
        """Return what the workspace holds: `records` per kind, how much is `quarantined`, which `rows` are stale."""
        from regard.asking.inspect import inspect_workspace

        return inspect_workspace(self._warehouse, self._rows)

    def close(self) -> None:
        """Let go of the workspace's files; what was worked out is kept for the next process."""
        self._warehouse.close()
        if self._worked_out:
            self._worked_out()

    def __enter__(self) -> Self:
        """Return the workspace; it is closed when the block ends."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the workspace."""
        self.close()


def _measures() -> Mapping[str, Any]:
    """Return by grain what is summed of it."""
    from regard.metrics.compile.totals import MEASURES

    return MEASURES


def _make_folder(folder: Path, settings: Settings) -> None:
    """Make a workspace's folder with its settings."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_settings(folder, settings)
    except OSError as error:
        raise RegardError(
            "not_writable", f"{folder} cannot be written: {error.strerror}.", "Choose a folder that you may write to."
        ) from error
