"""Running the command line inside the test's own process."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from regard.serving.cli import main


@dataclass(frozen=True)
class Told:
    """What a command wrote, and how it ended."""

    out: str
    err: str
    code: int

    @property
    def document(self) -> Any:
        """Return standard output as JSON."""
        return json.loads(self.out)


class Command:
    """Runs `regard` with the given words."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        """Keep what captures the output."""
        self._captured = captured

    def __call__(self, *words: object) -> Told:
        """Return what the command told."""
        self._captured.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        written = self._captured.readouterr()
        assert isinstance(ended.value.code, int)
        return Told(written.out, written.err, ended.value.code)
