import shutil
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pytest

from regard.serving.cli.doctor import bytes_text
from tests.serving.command import Command
from tests.serving.test_cli_load import ORDERS


class Usage(NamedTuple):
    """What `shutil.disk_usage` gives."""

    total: int
    used: int
    free: int


def test_without_a_workspace_the_installation_is_looked_at(regard_command: Command) -> None:
    """Versions are told, and that there is no workspace is no fault."""
    told = regard_command("doctor")
    assert told.code == 0
    assert f"duckdb {version('duckdb')}" in " ".join(told.out.split())
    assert "The installation is well." in told.out


def test_a_workspace_is_looked_at(regard_command: Command, tmp_path: Path) -> None:
    """Settings, records with their first and last time, quarantine and disk are told."""
    regard_command("init", "acme", "--zone", "Europe/Rome")
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    regard_command("load", "orders.csv", "--into", "acme", "--record", "order")
    told = regard_command("doctor", "-w", "acme")
    assert told.code == 0, told.out + told.err
    text = " ".join(told.out.split())
    for words in ("Europe/Rome, weeks from Monday, a visit ends after 30 min", "Quarantine 1 row", "All is well."):
        assert words in text
    assert "order 3 1 Mar 2025" in text
    document = regard_command("doctor", "-w", "acme", "--json").document
    assert document["quarantined"] == 1
    assert document["problems"] == []
    counts = {each["record"]: each["count"] for each in document["records"]}
    assert counts["order"] == 3


def test_broken_settings_are_a_finding(regard_command: Command, tmp_path: Path) -> None:
    """The doctor tells what is wrong and ends with 1."""
    regard_command("init", "acme")
    (tmp_path / "acme" / "regard.toml").write_text("zone = ", encoding="utf-8")
    told = regard_command("doctor", "-w", "acme")
    assert told.code == 1
    assert "is not TOML" in told.out


def test_a_full_disk_is_a_finding(regard_command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Little room is told before a load fails."""
    regard_command("init", "acme")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, 10**6))
    told = regard_command("doctor", "-w", "acme", "--json")
    assert told.code == 1
    assert [problem["code"] for problem in told.document["problems"]] == ["disk_full"]


def test_a_workspace_that_is_not_there(regard_command: Command) -> None:
    """A named one is refused."""
    told = regard_command("doctor", "-w", "nowhere")
    assert (told.code, told.err) == (2, 'There is no workspace in "nowhere". Make one with: regard init nowhere\n')


@pytest.mark.parametrize(("size", "text"), [(0, "0 B"), (999, "999 B"), (1_500, "1.5 kB"), (2.5e12, "2.5 TB")])
def test_bytes(size: float, text: str) -> None:
    """Sizes read in the unit in which they are small numbers."""
    assert bytes_text(size) == text
