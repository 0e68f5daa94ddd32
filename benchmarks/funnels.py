"""Funnels of 3, 6, 12 and 30 steps: Regard's, those of DuckDB SQL written by hand, and those of chDB.

All sides must count the same people at every step. Regard answers a whole question from a cold start: its reply also
has times, intervals, and who is still under way. The others only count.
"""

import importlib
import json
from pathlib import Path

import duckdb

import regard
from benchmarks.answers import write

importlib.import_module("regard.asking.curves.funnel_side")  # imports are not timed; this one waits for a question

_PERIOD = ("2025-01-01", "2025-12-31")
_DAYS = 14
_WINDOW = _DAYS * 86_400 * 1_000_000

_BUYING = ("/", "/products", "/products/desk", "add_to_cart", "checkout_started", "purchase")
_LIVING = ("signed_up", "app_opened", "Home", *_BUYING[:4], "/cart", "/checkout", *_BUYING[4:], "order_shipped")
_ALL = (
    *_LIVING[3:],
    *_LIVING[:3],
    *("app_closed", "banner_shown", "/products/lamp", "/products/chair", "searched", "/search", "Product", "Catalogue"),
    *("/journal/light-at-work", "/journal/a-quiet-desk", "/thanks", "scan_room", "contact_support", "/help/contact"),
    *("/account", "/account/reports", "export", "/help"),
)
FUNNELS = (("/", "add_to_cart", "purchase"), _BUYING, _LIVING, _ALL)
"""Names of events and paths of pages; no event fits two steps of a funnel."""


def with_regard(steps: tuple[str, ...], data: Path, folder: Path) -> None:
    """Ask a workspace for a funnel."""
    specs = [{"page": step} if step.startswith("/") else step for step in steps]
    with regard.open(data / "workspace") as workspace:
        asked = {"steps": specs, "window": f"{_DAYS}d", "period": _PERIOD, "as_of": "2026-06-30"}
        write(folder, [cell["people"] for cell in workspace.ask("funnel", **asked).cells])


def by_hand(steps: tuple[str, ...], data: Path, folder: Path) -> None:
    """Join each step to the latest event of the step before that can be reached: the fastest exact form found."""
    parts = [f"s1 as (select person, ts, ts as t1 from ev where what = '{steps[0]}')"]
    parts += [
        f"s{place} as (select e.person, e.ts, s.t1 from ev e asof join s{place - 1} s "
        f"on e.person = s.person and e.ts >= s.ts "
        f"where e.what = '{step}' and e.ts <= s.t1 + interval {_DAYS} day)"
        for place, step in enumerate(steps[1:], 2)
    ]
    counts = (f"select {place} step, count(distinct person) n from s{place}" for place in range(1, len(steps) + 1))
    query = f"with {', '.join(parts)} select n from ({' union all '.join(counts)}) order by step"
    with duckdb.connect(str(data / "ev.duckdb"), read_only=True) as connection:
        connection.execute("set enable_progress_bar = false")
        write(folder, [int(n) for (n,) in connection.execute(query).fetchall()])


def with_chdb(steps: tuple[str, ...], data: Path, folder: Path) -> None:
    """Ask the embedded ClickHouse for `windowFunnel` over the same rows."""
    import chdb  # type: ignore[import-not-found, unused-ignore]

    conditions = ", ".join(f"what = '{step}'" for step in steps)
    level = f"select windowFunnel({_WINDOW})(micros, {conditions}) as level from file('{data / 'ev.parquet'}')"
    counts = ", ".join(f"countIf(level >= {step})" for step in range(1, len(steps) + 1))
    told = chdb.query(f"select {counts} from ({level} group by person)", "JSONCompact")
    write(folder, [int(n) for n in json.loads(str(told))["data"][0]])
