import subprocess
import sys
from pathlib import Path

import pytest

from regard.simulator.simulate import simulate

MEASURE = """
import resource, sys
from regard.simulator import simulate
simulate(sys.argv[1], events=int(sys.argv[2]), seed=1)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _most_megabytes(folder: Path, events: int) -> float:
    """Return how much memory a process of its own needed to write so many events."""
    told = subprocess.run(
        [sys.executable, "-c", MEASURE, str(folder), str(events)], check=True, capture_output=True, text=True
    )
    return int(told.stdout) / 1024


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss has another unit elsewhere")
def test_memory_does_not_grow_with_the_world(tmp_path: Path) -> None:
    """Ten times the events take at most a sixth more memory."""
    small, large = (_most_megabytes(tmp_path / str(events), events) for events in (200_000, 2_000_000))
    assert large < small * 7 / 6


def test_a_world_is_written_over_the_one_before(tmp_path: Path) -> None:
    """A second world in the same folder replaces the first one whole."""
    first = simulate(tmp_path, events=2_000, seed=1)
    second = simulate(tmp_path, events=500, seed=2)
    assert first.files == second.files
    assert {file.name for file in tmp_path.iterdir()} == {"truth.json", *(file.name for file in second.files.values())}
