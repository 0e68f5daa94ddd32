import json
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from regard.serving.cli.shop import Shop, open_shop
from tests.serving.command import Command

SMALL = ("--events", 2_000, "--end", "2025-06-29")


@pytest.fixture
def demo(regard_command: Command) -> str:
    """Return what a small demo in `shop` showed."""
    told = regard_command("demo", "shop", *SMALL)
    assert told.code == 0, told.err
    assert told.err == ""
    return told.out


def test_a_page_for_each_family_and_what_to_type_next(regard_command: Command, demo: str, tmp_path: Path) -> None:
    """The shop is made, loaded and measured; a second time only measured; another shop in its place is refused."""
    for family in ("Attention", "Habit", "Voice", "Loyalty", "Value", "Care"):
        assert f"{family} " in demo
    for metric in ("Bounce rate", "NPS", "CSAT", "Repeat purchase rate", "Average order value", "Conversion rate"):
        assert f"  {metric} " in demo
    assert "7 Apr - 29 Jun 2025, vs 13 Jan - 6 Apr" in demo
    assert "Everything in it is made up." in demo
    assert max(map(len, demo.splitlines())) <= 120
    made = (tmp_path / "shop" / "files" / "events.parquet").stat().st_mtime_ns
    again = regard_command("demo", "shop", *SMALL)
    assert again.out == demo
    assert (tmp_path / "shop" / "files" / "events.parquet").stat().st_mtime_ns == made
    other = regard_command("demo", "shop", "--events", 2_000, "--seed", 2)
    assert other.code == 2
    assert '"shop" holds another shop: 2,000 events, seed 1, up to 2025-06-29.' in other.err


def test_a_demo_that_was_stopped_is_made_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After Ctrl-C in the middle the same shop is filled to the end, and no record counts twice."""
    shop, folder = Shop(1_000, 1, date(2025, 6, 29)), tmp_path / "shop"

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr("regard.Workspace.declare", stop)
        with pytest.raises(KeyboardInterrupt), open_shop(folder, shop, date(2025, 6, 29), quiet=True):
            pass
    assert not json.loads((folder / "simulated.json").read_text(encoding="utf-8"))["is_whole"]
    with open_shop(folder, shop, date(2025, 7, 1), quiet=True) as (workspace, truth):
        counts = {each["record"]: each["count"] for each in workspace.check()["records"]}
        assert workspace.settings.goals.keys() == truth["goals"].keys()
    orders = pq.read_table(folder / "files" / "orders.parquet", columns=["id"])
    assert counts["order"] == len(set(orders.column("id").to_pylist())) > 0
    assert json.loads((folder / "simulated.json").read_text(encoding="utf-8"))["is_whole"]


def test_a_folder_with_something_else_is_left_alone(regard_command: Command, tmp_path: Path) -> None:
    """The demo never writes among other files."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "thesis.txt").touch()
    told = regard_command("demo", "papers")
    assert told.code == 2
    assert [file.name for file in (tmp_path / "papers").iterdir()] == ["thesis.txt"]


def test_a_day_that_is_none(regard_command: Command) -> None:
    """The sentence shows how a day is written."""
    assert regard_command("demo", "--end", "soon").err == '"soon" is not a day. Write it like 2025-06-30.\n'
