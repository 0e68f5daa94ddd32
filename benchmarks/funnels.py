"""`python -m benchmarks.funnels`: funnels of 3, 6, 12 and 30 steps, beside DuckDB SQL written by hand and chDB.

The events are those of the simulated shop. All sides must count the same people at every step. Regard answers a whole
question from a cold start: its reply also has times, intervals, and who is still under way. The others only count.
"""

import argparse
import importlib
import importlib.util
import json
import tempfile
from functools import partial
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

import regard
from benchmarks.contest import Contest, hold
from regard.serving.workspace import DATABASE
from regard.simulator import simulate

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
        _write(folder, [cell["people"] for cell in workspace.ask("funnel", **asked).cells])


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
        _write(folder, [int(n) for (n,) in connection.execute(query).fetchall()])


def with_chdb(steps: tuple[str, ...], data: Path, folder: Path) -> None:
    """Ask the embedded ClickHouse for `windowFunnel` over the same rows."""
    import chdb  # type: ignore[import-not-found, unused-ignore]

    conditions = ", ".join(f"what = '{step}'" for step in steps)
    level = f"select windowFunnel({_WINDOW})(micros, {conditions}) as level from file('{data / 'ev.parquet'}')"
    counts = ", ".join(f"countIf(level >= {step})" for step in range(1, len(steps) + 1))
    told = chdb.query(f"select {counts} from ({level} group by person)", "JSONCompact")
    _write(folder, [int(n) for n in json.loads(str(told))["data"][0]])


def people(folder: Path) -> list[int]:
    """Return how many people each step was found to have."""
    found: list[int] = json.loads((folder / "people.json").read_text(encoding="utf-8"))
    return found


def make_data(data: Path, events: int) -> int:
    """Simulate a shop, load and derive it, and write its rows for the others; return how many events can be steps."""
    simulate(data / "files", events=events, end="2025-12-31", zone="UTC")
    with regard.open(data / "workspace") as workspace:
        for record in ("event", "link"):
            workspace.load(data / "files" / f"{record}s.parquet", record=record)
        workspace.ask("events", period=_PERIOD)
    rows = """
        select person, "time" as ts, epoch_us("time")::ubigint as micros,
          case when type = 'page' then page else name end as what
        from kept.touches where person is not null and type <> 'engagement' and year("time") = 2025
    """
    with duckdb.connect(str(data / "ev.duckdb")) as connection:
        connection.execute(f"attach '{data / 'workspace' / DATABASE}' as kept (read_only)")
        connection.execute(f"create table ev as {rows}")
        connection.execute(f"copy ev to '{data / 'ev.parquet'}' (format parquet)")
        found = connection.execute("select count(*) from ev").fetchone()
    return int(found[0]) if found else 0


def main() -> None:
    """Make the data, hold the contests, print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.funnels", description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000, help="events of the simulated shop, about")
    parser.add_argument("--rounds", type=int, default=1, help="rounds of each contest; the median counts")
    chosen = parser.parse_args()
    has_chdb = importlib.util.find_spec("chdb") is not None
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        rows = make_data(data, chosen.events)
        contests = []
        for steps in FUNNELS:
            others = [by_hand, *([with_chdb] if has_chdb else [])]
            ours = (partial(with_regard, steps), people)
            pairs = [(ours, (partial(other, steps), people)) for other in others]
            name = f"{len(steps)} steps"
            contests.append([hold(name, data, rows, pair, rounds=chosen.rounds) for pair in pairs])
    _show(contests)
    if not has_chdb:
        Console().print(
            "chDB is not installed here, so its windowFunnel was left out: pip install chdb, and run again."
        )


def _write(folder: Path, found: list[int]) -> None:
    """Keep how many people each step has."""
    (folder / "people.json").write_text(json.dumps(found), encoding="utf-8")


def _show(contests: list[list[Contest]]) -> None:
    """Print the table."""
    table = Table(title=f"Funnels over {contests[0][0].rows:,} events: the same people at every step")
    for heading in ("funnel", "last step", "Regard", "MB", "DuckDB by hand", "MB ", "chDB", "MB  "):
        table.add_column(heading, justify="left" if heading == "funnel" else "right")
    for against in contests:
        ours = against[0].ours
        sides = [ours, *(contest.theirs for contest in against)]
        figures = [text for side in sides for text in (f"{side.seconds:.2f} s", f"{side.megabytes:,.0f}")]
        table.add_row(against[0].name, f"{ours.result[-1]:,}", *figures)
    Console().print(table)


if __name__ == "__main__":
    main()
