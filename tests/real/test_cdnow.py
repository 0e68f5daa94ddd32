import csv
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

import regard

ALL: dict[str, Any] = {"period": ("1997-01-01", "1998-06-30"), "as_of": "1998-06-30"}
TRAINED: dict[str, Any] = {"period": ("1997-01-01", "1997-09-30"), "as_of": "1997-09-30"}
HEADER = ["master_id", "user_id", "time", "cds", "total"]
TOLD: dict[str, Any] = {
    "record": "order",
    "columns": {"master_id": "properties.master_id", "cds": "properties.cds"},
    "values": {"currency": "USD"},
    "zone": "UTC",
}
Line = tuple[str, str, float]
"""Customer, day as yyyymmdd, dollars."""


@pytest.fixture(scope="module")
def file(shared_data: Path) -> Path:
    """Return the file of purchases as it is: columns apart by blanks, without a header."""
    return shared_data / "cdnow" / "CDNOW_sample.txt"


@pytest.fixture(scope="module")
def lines(file: Path) -> list[Line]:
    """Return the purchases, taken apart by hand."""
    cells = (line.split() for line in file.read_text(encoding="ascii").splitlines())
    return [(customer, day, float(dollars)) for _, customer, day, _, dollars in cells]


@pytest.fixture(scope="module")
def shop(file: Path, tmp_path_factory: pytest.TempPathFactory) -> regard.Workspace:
    """Return a workspace with every purchase; the number of its line is its id."""
    numbered = tmp_path_factory.mktemp("cdnow") / "numbered.txt"
    lines = file.read_text(encoding="ascii").splitlines()
    numbered.write_text("\n".join(f"{number} {line}" for number, line in enumerate(lines, 1)), encoding="ascii")
    workspace = regard.open(zone="UTC")
    loaded = workspace.load(numbered, header=["id", *HEADER], **TOLD)
    assert (loaded.added, loaded.duplicates, loaded.quarantined) == (6_919, 0, 0)
    return workspace


def test_equal_lines_without_an_id_are_one_purchase(file: Path, lines: list[Line]) -> None:
    """Nothing tells 21 lines from others of the same customer, day, discs and dollars: these are duplicates."""
    repeated = Counter(file.read_text(encoding="ascii").splitlines())
    loaded = regard.open().load(file, header=HEADER, **TOLD)
    assert loaded.duplicates == sum(times - 1 for times in repeated.values()) == 21
    assert loaded.added + loaded.duplicates == len(lines) == 6_919


def test_a_file_without_header_is_refused_until_its_columns_are_named(file: Path) -> None:
    """The first line is data: the refusal says what to give."""
    with pytest.raises(regard.RegardError, match=r"looks like data.*header=") as caught:
        regard.open().load(file)
    assert caught.value.code == "no_header"


def test_purchases(shop: regard.Workspace, lines: list[Line]) -> None:
    """Orders, dollars and customers of 18 months, and how many bought again, are those of the file."""
    found = shop.ask(["orders", "revenue", "repeat_purchase_rate", "purchase_frequency"], **ALL)
    purchases = Counter(customer for customer, _, _ in lines)
    again = sum(times > 1 for times in purchases.values())
    assert found["orders"].value == len(lines) == 6_919
    assert found["revenue"].value == pytest.approx(sum(dollars for *_, dollars in lines)) == pytest.approx(244_091.94)
    assert found["repeat_purchase_rate"].parts == {"repeat_customers": again, "customers": len(purchases)}
    assert found["purchase_frequency"].value == pytest.approx(6_919 / 2_357)
    assert (again, len(purchases)) == (1_152, 2_357)


def test_purchases_for_nothing_are_kept(shop: regard.Workspace, lines: list[Line]) -> None:
    """The 8 purchases of 0 dollars are orders: they count, and add nothing."""
    free = shop.ask(["orders", "revenue"], where=[["is", "total", [0]]], **ALL)
    assert free["orders"].value == sum(dollars == 0 for *_, dollars in lines) == 8
    assert free["revenue"].value == 0


def test_repeat_days_are_those_of_the_published_summary(shared_data: Path, lines: list[Line]) -> None:
    """Purchases of one day taken together, by 30 September 1997 each customer came back as often as published."""
    summary = shared_data / "cdnow" / "cdnow_customers_summary_with_transactions.csv"
    with summary.open(encoding="utf-8", newline="") as rows:
        published = {row["ID"].zfill(4): (int(row["x"]), float(row["zbar"])) for row in csv.DictReader(rows)}
    days: defaultdict[tuple[str, str], float] = defaultdict(float)
    for customer, day, dollars in lines:
        days[customer, day] += dollars
    workspace = regard.open(zone="UTC")
    workspace.add("order", [_day_order(key, dollars) for key, dollars in days.items()], zone="UTC")
    found = workspace.ask(["repeat_purchase_rate", "purchase_frequency", "revenue"], **TRAINED)
    repeats = [repeat for repeat, _ in published.values()]
    came_back = sum(repeat > 0 for repeat in repeats)
    assert found["repeat_purchase_rate"].parts == {"repeat_customers": came_back, "customers": len(published)}
    assert found["purchase_frequency"].parts == {"orders": len(repeats) + sum(repeats), "customers": len(published)}
    assert (came_back, sum(repeats)) == (946, 2_457)
    first: dict[str, float] = {}
    for customer, day in sorted(days):
        first.setdefault(customer, days[customer, day])
    # The published means are rounded to a cent: so much may be missing for each repeat.
    later = sum(repeat * mean for repeat, mean in published.values())
    assert found["revenue"].value == pytest.approx(sum(first.values()) + later, abs=0.005 * sum(repeats))


def _day_order(key: tuple[str, str], dollars: float) -> dict[str, Any]:
    """Return what a customer bought on a day as one order."""
    customer, day = key
    date = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    return {"id": f"{customer} {day}", "user_id": customer, "time": date, "total": dollars, "currency": "USD"}
