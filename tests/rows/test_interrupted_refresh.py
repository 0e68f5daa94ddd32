"""A refresh that is killed leaves nothing half done: the next start repairs itself, and loses nothing that was kept."""

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import regard
from tests.rows import refreshing_program
from tests.rows.kept_state import kept_state

PROGRAM = Path(refreshing_program.__file__)
_LONGEST = 1.5
"""Seconds after which a program is killed at the latest: enough for some batches."""


def killed_at_random(folder: Path, seed: int) -> int:
    """Run the program on a workspace and kill it at a random moment; return the last batch that it told of, or -1."""
    command = [sys.executable, str(PROGRAM), str(folder), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        assert program.stdout.readline() == "ready\n"
        time.sleep(random.Random(seed).uniform(0, _LONGEST))  # noqa: S311 no secret is drawn
        program.kill()
        told = program.stdout.read().splitlines()
    return int(told[-1].split()[1]) if told and told[-1].startswith("kept") else -1


def check_moments(folder: Path, moments: int) -> None:
    """Kill the program at so many moments, on one workspace; after each, what is kept is what a rebuild gives."""
    kept: set[str] = set()
    for seed in range(1, moments + 1):
        last = killed_at_random(folder / "acme", seed)
        kept |= {
            str(event["id"])
            for number in range(seed * 1_000, last + 1)
            for event in refreshing_program.batch(number)[0]
        }
        copied = shutil.copytree(folder / "acme", folder / "copy", dirs_exist_ok=True)
        with regard.open(folder / "acme") as ws:
            state = kept_state(ws)
            there = set(ws._warehouse.run("select id from events").column("id").to_pylist())
        assert kept <= there
        with regard.open(copied) as anew:
            anew._warehouse.drop("derived")
            assert kept_state(anew) == state
        shutil.rmtree(copied)


def test_a_killed_refresh_repairs_itself(tmp_path: Path) -> None:
    """Killed at a few random moments, a workspace has the rows and sums of a rebuild from its log."""
    check_moments(tmp_path, 4)


@pytest.mark.slow
def test_a_refresh_killed_at_fifty_moments_repairs_itself(tmp_path: Path) -> None:
    """The same at fifty moments."""
    check_moments(tmp_path, 50)
