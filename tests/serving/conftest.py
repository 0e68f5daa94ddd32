"""What tests of the command line share."""

from pathlib import Path

import pytest

from tests.serving.command import Command


@pytest.fixture
def regard_command(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return the command line, run in an empty folder, in a pipe of 100 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return Command(capsys)
