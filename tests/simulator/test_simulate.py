import json
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regard.errors import RegardError
from regard.records import RECORDS
from regard.simulator import simulate
from regard.simulator.stream import file_of


def _prints(folder: Path) -> dict[str, str]:
    """Return a fingerprint of every file of a folder."""
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    """Twice the same arguments, twice the same files, to the last byte."""
    for name in ("one", "two"):
        simulate(tmp_path / name, events=3_000, seed=5)
    assert _prints(tmp_path / "one") == _prints(tmp_path / "two")
    assert set(_prints(tmp_path / "one")) == {"truth.json", *(f"{record.table}.parquet" for record in RECORDS)}


def test_another_seed_is_another_world_with_the_same_truth() -> None:
    """Seeds change what happens, never what is true."""
    one, other = simulate(events=3_000, seed=1), simulate(events=3_000, seed=2)
    assert one.truth["metrics"] == other.truth["metrics"]
    assert one.truth["expected"] == other.truth["expected"]
    assert one.truth["realised"] != other.truth["realised"]
    assert not one.tables["event"].equals(other.tables["event"])


def test_files_hold_what_memory_holds(tmp_path: Path) -> None:
    """A world of several chunks is the same in files and in memory, its truth included."""
    arguments = {"events": 100_000, "seed": 3, "days": 60, "zone": "America/New_York"}
    stored, kept = simulate(tmp_path, **arguments), simulate(**arguments)  # type: ignore[arg-type]
    assert pq.ParquetFile(stored.files["event"]).num_row_groups > 1
    for record in RECORDS:
        assert stored.files[record.name] == file_of(tmp_path, record)
        assert pq.read_table(stored.files[record.name]).equals(kept.tables[record.name])
    assert json.loads((tmp_path / "truth.json").read_text()) == stored.truth == kept.truth


def test_columns_are_the_fields_of_the_records() -> None:
    """Tables have the fields of their records by name and in order; instants are in UTC."""
    world = simulate(events=500)
    for record in RECORDS:
        assert tuple(world.tables[record.name].column_names) == record.struct.__struct_fields__
    assert world.tables["event"].schema.field("time").type == pa.timestamp("us", tz="UTC")


@pytest.mark.parametrize("events", [1, 40, 2_000, 60_000])
def test_the_size_is_about_what_was_asked_for(events: int) -> None:
    """However small, a world has its people; with thousands of people the number of events is nearly that."""
    world = simulate(events=events, seed=8)
    assert world.truth["people"] >= 1
    assert set(world.tables) == {record.name for record in RECORDS}
    if events >= 60_000:
        assert len(world.tables["event"]) == pytest.approx(events, rel=0.15)


@pytest.mark.parametrize("zone", ["Europe/Rome", "America/Havana", "Asia/Kathmandu", "Australia/Lord_Howe"])
def test_everything_happens_within_the_period(zone: str) -> None:
    """No visit, order, answer or reply lies outside the local days of the period, and nothing is received after it."""
    world = simulate(events=4_000, seed=4, days=45, end=date(2025, 4, 10), zone=zone)
    first, last = world.truth["period"]["from"], world.truth["period"]["to"]
    assert (first, last) == ("2025-02-25", "2025-04-10")
    moments = {
        "event": [row["time"] for row in world.tables["event"].to_pylist() if row["name"] != "account_created"],
        "order": world.tables["order"]["time"].to_pylist(),
        "answer": world.tables["answer"]["time"].to_pylist(),
        "ticket_event": world.tables["ticket_event"]["time"].to_pylist(),
        "received": world.tables["ticket_event"]["received_at"].to_pylist(),
        "delivery": world.tables["delivery"]["time"].to_pylist(),
        "delivered": world.tables["delivery"]["received_at"].to_pylist(),
        "post": world.tables["post"]["as_of"].to_pylist(),
        "mention": world.tables["mention"]["received_at"].to_pylist(),
        "reply": [time for time in world.tables["mention"]["replied_at"].to_pylist() if time],
        "spend": world.tables["spend"]["as_of"].to_pylist(),
    }
    assert max(world.tables["subscription"]["as_of"].to_pylist()) <= max(moments["spend"])
    assert {str(day) for day in world.tables["spend"]["day"].to_pylist()} <= {
        str(date.fromisoformat(first) + timedelta(days=place)) for place in range(45)
    }
    for times in moments.values():
        # What is received late is cut to the very end of the period.
        days = [(time - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date().isoformat() for time in times]
        assert first <= min(days) <= max(days) <= last


def test_progress_is_told() -> None:
    """The caller hears how many events there are, rising to all of them."""
    told: list[int] = []
    world = simulate(events=150_000, days=30, progress=told.append)
    assert told == sorted(told)
    assert len(told) > 1
    assert told[-1] == world.truth["realised"]["events"]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ({"events": 0}, "bad_value", "events is 0. Give a whole number from 1 to"),
        ({"events": 1.5}, "bad_value", "events is 1.5."),
        ({"days": 3}, "bad_value", "days is 3. Give a whole number from 7 to"),
        ({"seed": -1}, "bad_value", "seed is -1."),
        ({"end": "2025-13-01"}, "bad_period", '"2025-13-01" is not a date. Write end="2025-12-31".'),
        ({"zone": "Europe/Roma"}, "unknown_zone", 'There is no zone "Europe/Roma".'),
    ],
)
def test_what_cannot_be_is_refused(arguments: dict[str, object], code: str, sentence: str) -> None:
    """A refusal names the argument and the way out."""
    with pytest.raises(RegardError) as refused:
        simulate(**arguments)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert str(refused.value).startswith(sentence)


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """Where no folder can be, the refusal says so."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(RegardError, match=r'cannot be written to ".*taken"') as refused:
        simulate(tmp_path / "taken", events=100)
    assert refused.value.code == "cannot_write"


def test_a_world_that_is_cut_short_leaves_nothing(tmp_path: Path) -> None:
    """Whoever stops the simulation finds no half world."""

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(tmp_path, events=3_000, progress=stop)
    assert not list(tmp_path.iterdir())
