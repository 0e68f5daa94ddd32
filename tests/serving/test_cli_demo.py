import json
from dataclasses import fields
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from regard.asking.question import Question
from regard.metrics.catalogue import FAMILIES, METRICS
from regard.metrics.kinds import Curve
from regard.serving.cli.shop import Shop, open_shop
from regard.serving.cli.shop_pages import CURVES, OVER_THE_YEAR, Questions
from regard.showing.words import label_text
from tests.serving.command import Command

SMALL = ("--events", 2_000, "--end", "2025-06-29")


SHOWN = {family: metrics[:2] for family, metrics in FAMILIES.items()}
"""A few metrics of each family: all of them take many seconds."""


def test_a_page_for_each_family_and_what_to_type_next(
    regard_command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shop is made, loaded and measured; a second time it is only measured, here for machines."""
    further = [METRICS[name] for name in (*CURVES, *OVER_THE_YEAR)]
    shown = {**SHOWN, "habit": (*SHOWN["habit"], *further[:5]), "value": (*SHOWN["value"], *further[5:])}
    monkeypatch.setattr("regard.metrics.catalogue.FAMILIES", shown)
    told = regard_command("demo", "shop", *SMALL)
    assert (told.code, told.err) == (0, "")
    for family, metrics in shown.items():
        assert f"\n{label_text(family)} " in f"\n{told.out}"
        for name in (metric.name for metric in metrics):
            assert f"{'' if name in CURVES else '  '}{label_text(name)} " in told.out
    assert "7 Apr - 29 Jun 2025, vs 13 Jan - 6 Apr" in told.out
    assert "Value over all days" in told.out
    assert "Everything in it is made up." in told.out
    assert max(map(len, told.out.splitlines())) <= 120
    made = (tmp_path / "shop" / "files" / "events.parquet").stat().st_mtime_ns
    monkeypatch.setattr("regard.metrics.catalogue.FAMILIES", {"value": SHOWN["value"]})
    again = regard_command("demo", "shop", *SMALL, "--json").document
    assert (tmp_path / "shop" / "files" / "events.parquet").stat().st_mtime_ns == made
    assert f"Orders {again['value']['orders']['value']} " in " ".join(told.out.split())


def test_the_shop_can_answer_every_metric() -> None:
    """The demo asks for each metric of the catalogue with what it needs, and with nothing that it does not take."""
    common = {field.name for field in fields(Question)}
    truth = {"period": {"from": "2024-06-30", "to": "2025-06-29"}, "goals": {"purchase": {}}, "brand": "Lumen"}
    questions = Questions(truth)
    for name, metric in METRICS.items():
        asked = set(questions.about(name))
        assert set(metric.needs) <= asked, name
        assert asked <= {*common, *metric.takes}, name
    assert questions.about("visits")["period"] == ("2025-04-07", "2025-06-29")
    assert questions.about("payback_time")["period"] == ("2024-06-30", "2025-06-29")
    assert {name for name, metric in METRICS.items() if isinstance(metric, Curve)} == set(CURVES)


def test_what_the_shop_declares(tmp_path: Path, regard_command: Command) -> None:
    """The demo has office hours, a promise and two targets, so that goals have something to show."""
    with open_shop(tmp_path / "shop", Shop(1_000, 1, date(2025, 6, 29)), date(2025, 6, 29), quiet=True) as (shop, _):
        declared = shop.settings
    assert [*declared.schedules, *declared.slas, *declared.targets] == ["office", "first answer", "csat", "orders"]
    told = regard_command("goals", "serve", "-w", "shop", "--period", "2025-06", "--json").document
    assert told["left_out"] == []
    assert [target["metric"] for one in told["metrics"] for target in one["targets"]] == ["csat"]


def test_another_shop_in_its_place_is_refused(tmp_path: Path, regard_command: Command) -> None:
    """A folder holds one shop: other events, another seed or another last day need another folder."""
    with open_shop(tmp_path / "shop", Shop(1_000, 1, date(2025, 6, 29)), date(2025, 6, 29), quiet=True):
        pass
    for wanted in (("--events", 1_000, "--seed", 2), ("--events", 1_001), ("--events", 1_000, "--end", "2025-06-28")):
        other = regard_command("demo", "shop", *wanted)
        assert other.code == 2
        assert '"shop" holds another shop: 1,000 events, seed 1, up to 2025-06-29.' in other.err


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
