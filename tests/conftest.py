"""What every test may use: the sample data and the hypothesis profiles. Slow tests that are left out are said so."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = pytest.StashKey[int]()

# No deadline in either: on two shared cores single examples are slow at random.
settings.register_profile("quick", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("slow", max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real sample data, or skip; where CI is set a missing folder is a failure."""
    named = os.environ.get("REGARD_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if folder.is_dir():
        return folder
    reason = f"The sample data is not in {folder}. Set REGARD_DATA to the folder that holds it."
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the count of the slow tests that are left out, and let workers report theirs."""
    config.stash[LEFT_OUT] = 0
    if config.pluginmanager.has_plugin("dsession"):
        config.pluginmanager.register(_Workers(config), "left_out_of_workers")


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """Count the slow tests that are left out."""
    for item in items:
        if item.get_closest_marker("slow"):
            item.config.stash[LEFT_OUT] += 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand a worker's count to the process that reports."""
    output: dict[str, int] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["left_out"] = session.config.stash[LEFT_OUT]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how many slow tests were left out, why, and how to run them."""
    if left_out := config.stash[LEFT_OUT]:
        terminalreporter.write_line(f"Left out: {left_out} slow tests, which take minutes. `make slow` runs them.")


class _Workers:
    """Listens to the workers of pytest-xdist; each has collected the same tests."""

    def __init__(self, config: pytest.Config) -> None:
        """Keep the configuration that holds the count."""
        self._config = config

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Take over the count of a worker that is done."""
        output: dict[str, int] = getattr(node, "workeroutput", {})
        self._config.stash[LEFT_OUT] = max(self._config.stash[LEFT_OUT], output.get("left_out", 0))
