"""The settings of a workspace: fixed at creation, read from and written to `regard.toml`."""

import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from regard.errors import RegardError, unknown
from regard.workspace.durations import Duration, parse_duration
from regard.workspace.zones import find_zone

FILE = "regard.toml"
DECLARED = {
    "goal": "goals",
    "qualifying": "qualifying",
    "schedule": "schedules",
    "sla": "slas",
    "rate": "rates",
    "weighting": "weightings",
    "metric": "metrics",
    "target": "targets",
    "path": "paths",
    "dimension": "dimensions",
}
"""What can be declared, and the table of `regard.toml` that holds it."""

_KNOWN = ("workspace", "sources", *DECLARED.values())
WeekStart = Literal["monday", "sunday"]
_DAY_SECONDS = 86_400
_MOST_DAYS = 36_500


@dataclass(frozen=True)
class Settings:
    """How a workspace counts: its zone, its week, when a visit is over, and what was declared."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    week_start: WeekStart = "monday"
    visit_timeout: float = 1800.0
    """Seconds without an event after which the next one opens a new visit."""

    totals_from: int = 200_000
    """How many events there must be for totals to be kept beside the rows; smaller logs are read as quickly."""

    keep_events: Duration | None = None
    """How long events stay in the log, counted back from its newest; without it they stay for good."""

    goals: dict[str, dict[str, Any]] = field(default_factory=dict)
    qualifying: dict[str, dict[str, Any]] = field(default_factory=dict)
    schedules: dict[str, dict[str, Any]] = field(default_factory=dict)
    """When the business is open: `week`, `zone`, `holidays`, `applies_to`."""
    slas: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Within what time support promises to act."""
    rates: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What a currency is worth in another one."""
    weightings: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What a population is made of, to weigh answers by."""
    metrics: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Metrics of the workspace's own."""
    targets: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What a metric shall reach, and by when."""
    paths: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Steps on the way to a goal, whose attempts are kept for funnels."""
    dimensions: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Further dimensions of visits and events: each a `field` of events."""
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    """How files of a named source are read: see `[sources.NAME]` in the guide to loading."""

    def declared(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return what is declared of a kind, by name.

        Raises `RegardError` with code `unknown_declaration`.
        """
        if kind not in DECLARED:
            raise unknown("declaration", kind, DECLARED)
        found: dict[str, dict[str, Any]] = getattr(self, DECLARED[kind])
        return found

    def declaring(self, kind: str, name: str, spec: dict[str, Any]) -> "Settings":
        """Return these settings with one more declared thing."""
        everything: dict[str, Any] = {DECLARED.get(kind, ""): {**self.declared(kind), name: spec}}
        return replace(self, **everything)


def make_settings(
    zone: str | None = None,
    week_start: str | None = None,
    visit_timeout: float | str | None = None,
    totals_from: Any = None,
    keep_events: float | str | None = None,
) -> Settings:
    """Return settings from what a person writes; what is `None` has its default.

    Raises `RegardError` with code `unknown_zone` or `bad_value`.
    """
    if week_start not in (None, "monday", "sunday"):
        raise RegardError("bad_value", f'A week cannot start on "{week_start}".', 'Write "monday" or "sunday".')
    timeout = 1800.0 if visit_timeout is None else parse_duration(visit_timeout).seconds
    if timeout <= 0:
        raise RegardError("bad_value", f"A visit cannot end after {timeout:g} seconds.", 'Write a time such as "30m".')
    least: Any = Settings.totals_from if totals_from is None else totals_from
    if isinstance(least, bool) or not isinstance(least, int) or least < 0:
        raise RegardError("bad_value", f"totals_from={least!r} is no number of events.", "Write a number from 0 on.")
    return Settings(
        zone=find_zone(zone or "UTC"),
        week_start="sunday" if week_start == "sunday" else "monday",
        visit_timeout=timeout,
        totals_from=least,
        keep_events=None if keep_events is None else read_retention(keep_events),
    )


def read_retention(written: float | str) -> Duration:
    """Return how long events are kept, in whole days or longer.

    Raises `RegardError` with code `bad_value` for less than a day, for parts of days, and for what is no duration.
    """
    told = parse_duration(written)
    long = {"months": 30, "years": 365}
    days = told.amount * long[told.unit] if told.unit in long else told.seconds / _DAY_SECONDS
    if days < 1 or days != int(days):
        raise RegardError("bad_value", f"keep_events={written!r} is not whole days.", 'Write a time such as "400d".')
    if days > _MOST_DAYS:
        raise RegardError(
            "bad_value", f"keep_events={written!r} is longer than any log.", "Leave it out to keep all events."
        )
    return told


def read_settings(folder: Path) -> Settings:
    """Return the settings that a workspace's `regard.toml` declares.

    Raises `RegardError` with code `bad_settings` where the file does not parse or has a name that means nothing.
    """
    path = folder / FILE
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegardError("bad_settings", f"{path} is not TOML: {error}.", "Mend that line, then try again.") from None
    for table in document:
        if table not in _KNOWN:
            raise unknown("setting", table, _KNOWN)
    given = document.get("workspace", {})
    known = ("zone", "week_start", "visit_timeout", "totals_from", "keep_events")
    for name in given:
        if name not in known:
            raise unknown("setting", f"workspace.{name}", [f"workspace.{option}" for option in known])
    declared = {table: document.get(table, {}) for table in ("sources", *DECLARED.values())}
    return replace(make_settings(**given), **declared)


def write_settings(folder: Path, settings: Settings) -> None:
    """Write a new workspace's `regard.toml`."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment("How this workspace counts. Zone, week and timeout are fixed once records are in."))
    table = tomlkit.table()
    table.add("zone", settings.zone.key)
    table.add("week_start", settings.week_start)
    table.add("visit_timeout", f"{settings.visit_timeout:g}s")
    if settings.totals_from != Settings.totals_from:
        table.add("totals_from", settings.totals_from)
    if settings.keep_events is not None:
        table.add("keep_events", str(settings.keep_events))
    document.add("workspace", table)
    (folder / FILE).write_text(tomlkit.dumps(document), encoding="utf-8")


def write_declared(folder: Path, kind: str, name: str, spec: dict[str, Any]) -> None:
    """Write one declared thing into `regard.toml`, leaving the rest of the file as its owner wrote it."""
    import tomlkit

    path = folder / FILE
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    table = document.setdefault(DECLARED[kind], tomlkit.table(is_super_table=True))
    table[name] = spec
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
