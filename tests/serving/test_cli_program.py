import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from regard.serving.cli import program
from tests.serving.command import Command


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["asks"], 'There is no command "asks". Did you mean "ask"?'),
        (["ask", "nps", "--perod", "2025"], 'There is no option "--perod" for regard ask. Did you mean "--period"?'),
        (["load", "--sorce", "x"], 'There is no option "--sorce" for regard load. Did you mean "--source"?'),
        (["metrics", "bounce"], 'There is no metric "bounce". Did you mean "bounce_rate"?'),
        (["ask", "bounce_rat"], 'There is no metric "bounce_rat". Did you mean "bounce_rate"?'),
        (["calc", "npss", "1"], 'There is no metric "npss". Did you mean "nps"?'),
        (["ask", "nps", "--threshold"], "--threshold has no value. Write --threshold=VALUE."),
        (["demo", "--events", "many"], "See: regard demo --help"),
    ],
)
def test_a_refusal_is_one_sentence_on_standard_error(regard_command: Command, words: list[str], sentence: str) -> None:
    """Standard output stays empty, the code is 2, and the sentence names the way out."""
    told = regard_command(*words)
    assert (told.out, told.code) == ("", 2)
    assert told.err.strip().endswith(sentence)
    assert told.err.count("\n") == 1


def test_a_refusal_as_json(regard_command: Command) -> None:
    """With --json a refusal has code, message and suggestion, wherever the option stands."""
    for words in (["ask", "bounce_rat", "--json"], ["--json", "ask", "bounce_rat"]):
        told = regard_command(*words)
        assert (told.out, told.code) == ("", 2)
        assert json.loads(told.err) == {
            "code": "unknown_metric",
            "message": 'There is no metric "bounce_rat".',
            "suggestion": 'Did you mean "bounce_rate"?',
        }


def test_without_words_there_is_help(regard_command: Command) -> None:
    """Every command is listed in the order in which a newcomer needs them."""
    told = regard_command()
    assert told.code == 0
    listed = re.findall(r"^  (\w+)  ", told.out.split("Commands:")[1], flags=re.MULTILINE)
    assert listed == ["demo", "init", "load", "ask", "metrics", "goals", "calc", "refresh", "doctor"]
    assert "..." not in told.out.split("Commands:")[1]


@pytest.mark.parametrize("command", ["demo", "init", "load", "ask", "metrics", "goals", "calc", "refresh", "doctor"])
def test_every_command_explains_itself(regard_command: Command, command: str) -> None:
    """Help fits 100 columns and says that there is JSON."""
    told = regard_command(command, "--help")
    assert told.code == 0
    assert "--json" in told.out
    assert max(map(len, told.out.splitlines())) <= 100


def test_the_version(regard_command: Command) -> None:
    """It is that of the installed package."""
    assert regard_command("--version").out == f"regard {version('regard')}\n"


def test_a_mistake_of_the_program_is_no_traceback(regard_command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so, asks for a report, and ends with 1; --debug shows where it was."""

    def fail(*_: object, **__: object) -> None:
        message = "planted\nmistake"
        raise ValueError(message)

    monkeypatch.setattr("regard.serving.cli.doctor.examine", fail)
    told = regard_command("doctor")
    assert told.code == 1
    assert told.err == (
        "Something went wrong inside Regard: ValueError, planted mistake. "
        "Please report it as an issue of the project, with what --debug shows.\n"
    )
    assert "Traceback" in regard_command("doctor", "--debug").err


def test_ctrl_c_is_one_sentence(regard_command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends with 130 and without traceback."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("regard.serving.cli.doctor.examine", interrupt)
    told = regard_command("doctor")
    assert (told.out, told.code) == ("", program.STOPPED)
    assert told.err.strip() == "Stopped. What was not finished was not kept."


def test_a_terminal_without_our_characters() -> None:
    """Where standard output cannot hold blocks and arrows they become question marks, and nothing fails."""
    told = subprocess.run(
        [sys.executable, "-c", "from regard.serving.cli import main; main(['calc', 'nps', '64', '20', '16'])"],
        check=False,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert told.returncode == 0, told.stderr
    assert b"48.0" in told.stdout


def test_a_reader_that_has_enough() -> None:
    """A pipe that is closed early ends the program without complaint."""
    told = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} -c 'from regard.serving.cli import main; main()' | head -1"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert told.stdout.startswith("Usage")
    assert "Traceback" not in told.stderr


def test_refresh_lets_old_events_go(regard_command: Command, tmp_path: Path) -> None:
    """Events older than the workspace keeps them leave the log; the doctor says since when it has them."""
    regard_command("init", "acme", "--keep-events", "30d")
    events = "time,type,path\n2025-01-10T10:00:00Z,page,/\n2025-03-20T10:00:00Z,page,/\n"
    (tmp_path / "events.csv").write_text(events, encoding="utf-8")
    regard_command("load", "events.csv", "--into", "acme", "--record", "event")
    told = regard_command("refresh", "-w", "acme")
    assert "1 event left the log, which begins on 2025-02-18." in told.out
    assert regard_command("refresh", "-w", "acme", "--json").document == {"left": 0, "log_begins": "2025-02-18"}
    assert "begins on 2025-02-18" in regard_command("doctor", "-w", "acme").out
