from pathlib import Path
from typing import Any

import pytest

import regard
from tests.real.clickstream import (
    View,
    Visit,
    month_of,
    people_who_finished,
    people_who_saw,
    read_views,
    read_visits,
    visits_by_month,
)

PERIOD = ("2019-11-01", "2020-04-30")
ASKED: dict[str, Any] = {"period": PERIOD, "as_of": "2020-04-30"}
MONTHS = ["2019-11", "2019-12", "2020-01", "2020-02", "2020-03", "2020-04"]
SAW_CATALOG = [["person_has", {"page": "catalog"}]]


@pytest.fixture(scope="module")
def file(shared_data: Path) -> Path:
    """Return the file as it is."""
    return shared_data / "clickstream" / "simple-onlineshop.csv"


@pytest.fixture(scope="module")
def views(file: Path) -> list[View]:
    """Return the page views, read line by line."""
    return read_views(file)[0]


@pytest.fixture(scope="module")
def visits(views: list[View]) -> list[Visit]:
    """Return the visits, counted in one walk."""
    return read_visits(views)


@pytest.fixture(scope="module")
def shop(file: Path, tmp_path_factory: pytest.TempPathFactory) -> regard.Workspace:
    """Return a workspace with the page views.

    `lost` is no view of a page: somebody wrote one for everybody, exactly a second after the last thing done. As a page
    it would save the last visit of everybody from being a bounce, and be where everybody leaves; so those lines are
    taken out of the file before it is loaded.
    """
    kept = tmp_path_factory.mktemp("clickstream") / file.name
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept.write_text("".join(line for line in lines if ",lost," not in line), encoding="utf-8")
    workspace = regard.open(zone="UTC")
    columns = {"client_id": "anonymous_id", "event": ["name", "path"], "timestamp": "time"}
    loaded = workspace.load(kept, record="event", columns=columns, values={"type": "page"}, zone="UTC")
    assert (loaded.added, loaded.duplicates, loaded.quarantined) == (32_283, 0, 0)
    workspace.declare("goal", "paid", page="payment_done")
    return workspace


def test_header_is_recognised(file: Path) -> None:
    """Without being told, the three columns are taken for the event, its person and its time, microseconds and all."""
    found = regard.open().preview(file, zone="UTC")
    assert found.record == "event"
    assert {column.column: column.fields for column in found.columns} == {
        "client_id": ("anonymous_id",),
        "event": ("name",),
        "timestamp": ("time",),
    }
    assert found.rows[0]["time"].isoformat() == "2019-11-01T17:59:13.273932+00:00"


def test_every_line_is_a_view_or_artificial(file: Path) -> None:
    """The 36,034 lines are 32,283 views and one `lost` for each of the 3,751 people."""
    views, lost = read_views(file)
    assert (len(views), lost, len({view.person for view in views})) == (32_283, 3_751, 3_751)


def test_visits_are_those_of_a_walk_through_the_file(shop: regard.Workspace, visits: list[Visit]) -> None:
    """Visits, visitors, bounces, pages and time per visit are what a sequential reading of the file counts."""
    names = ["visits", "unique_visitors", "page_views", "bounce_rate", "pages_per_visit", "visit_duration"]
    found = shop.ask(names, **ASKED)
    bounces = sum(visit.is_bounce for visit in visits)
    assert [found[name].value for name in names[:3]] == [len(visits), 3_751, 32_283] == [6_454, 3_751, 32_283]
    assert found["bounce_rate"].parts == {"bounces": bounces, "visits": len(visits)}
    assert found["pages_per_visit"].value == pytest.approx(32_283 / len(visits))
    assert found["visit_duration"].value == pytest.approx(sum(visit.seconds for visit in visits) / len(visits))
    assert (bounces, found["bounce_rate"].value) == (1_393, pytest.approx(0.215835, abs=1e-6))
    assert found["visit_duration"].value == pytest.approx(51.5983, abs=1e-4)


def test_visits_by_month(shop: regard.Workspace, visits: list[Visit]) -> None:
    """A month's visits are those with a view in it; one over the end of a month is in both."""
    found = shop.ask("visits", every="month", **ASKED)
    by_month = visits_by_month(visits)
    assert [(point["start"][:7], point["value"]) for point in found.series] == [(m, by_month[m]) for m in MONTHS]
    assert [by_month[month] for month in MONTHS] == [325, 500, 613, 727, 919, 3_370]


def test_conversion_from_catalogue_to_payment(shop: regard.Workspace, views: list[View]) -> None:
    """Of 3,611 people who saw the catalogue 653 paid; nobody paid before seeing it, so both ways of asking agree."""
    saw, paid = people_who_saw(views, "catalog"), people_who_saw(views, "payment_done")
    finished = people_who_finished(views, "catalog", "payment_done")
    assert (len(saw), len(finished), len(saw & paid)) == (3_611, 653, 653)
    rate = shop.ask("conversion_rate", goal="paid", where=SAW_CATALOG, **ASKED)
    assert rate.parts == {"converting_visitors": len(saw & paid), "visitors": len(saw)}
    lost = shop.ask("checkout_abandonment", start={"page": "catalog"}, end={"page": "payment_done"}, **ASKED)
    assert lost.parts == {"abandoned": len(saw - finished), "started": len(saw)}
    assert rate.value == pytest.approx(1 - (lost.value or 0)) == pytest.approx(0.180836, abs=1e-6)


def test_conversion_by_month(shop: regard.Workspace, views: list[View]) -> None:
    """A month's rate: of those who viewed anything in it, and the catalogue at any time, who paid in it."""
    found = shop.ask("conversion_rate", goal="paid", where=SAW_CATALOG, every="month", **ASKED)
    saw = people_who_saw(views, "catalog")
    counted = []
    for month in MONTHS:
        inside = [view for view in views if month_of(view) == month and view.person in saw]
        counted.append((len(people_who_saw(inside, "payment_done")), len({view.person for view in inside})))
    parts = [(point["parts"]["converting_visitors"], point["parts"]["visitors"]) for point in found.series]
    assert parts == counted == [(29, 244), (49, 326), (48, 387), (53, 460), (77, 596), (426, 2_381)]
