"""The pages for readers: their code runs, their links lead somewhere, and they name what there is."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path

import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

from tests.house.tree import ROOT, project_files, shown

GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs" / "guides").glob("*.md"))]
MARKDOWN = [file for file in project_files() if file.suffix == ".md"]

NOT_RUN_HERE = ("cd", "git", "make", "pip", "uv")
"""Programs that a page may name and this test leaves alone: they fetch, or run these tests."""

EACH_GUIDE = pytest.mark.parametrize("page", GUIDES, ids=shown)
EACH_PAGE = pytest.mark.parametrize("page", MARKDOWN, ids=shown)


def _run_console(example: Example) -> str | None:
    """Run the `$ regard ...` lines of a console block; return what went wrong, or nothing."""
    for step in re.split(r"^\$ ", str(example.parsed), flags=re.MULTILINE)[1:]:
        command, _, expected = step.partition("\n")
        if shlex.split(command, comments=True)[0] in NOT_RUN_HERE:
            continue
        told = _run(command)
        if told.returncode:
            return f"`{command}` ended with {told.returncode}:\n{told.stdout}{told.stderr}"
        if expected.strip() and not _fits(expected, told.stdout):
            return f"`{command}` printed\n{told.stdout}\nand the page says\n{expected}"
    return None


def _run(command: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1"}
    return subprocess.run(
        ["bash", "-c", command], check=False, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL
    )


def _fits(expected: str, printed: str) -> bool:
    """Return whether what was printed is what the page says; `...` stands for anything, blanks do not count."""
    pattern = r"[\s\S]*?".join(re.escape(" ".join(piece.split())) for piece in expected.split("..."))
    return re.fullmatch(pattern.replace(r"[\s\S]*?", r"\s?[\s\S]*?\s?"), " ".join(printed.split())) is not None


READER = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE),
        CodeBlockParser(language="console", evaluator=_run_console),
        SkipParser(),
    ]
)


@EACH_GUIDE
def test_the_code_of_a_guide_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every Python and console block of a page runs, from the top, and shows what the page says."""
    monkeypatch.chdir(tmp_path)
    examples = list(READER.parse(page).examples())
    assert examples, f"{shown(page)} shows no code"
    for example in examples:
        example.evaluate()


@EACH_PAGE
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page leads to a file of the project, and every link within it to a heading."""
    text = page.read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    files = [target.partition("#")[0] for target in targets if not target.startswith("#")]
    headings = [re.sub(r"[^\w\- ]", "", line) for line in re.findall(r"^#+ (.*)$", text, re.MULTILINE)]
    anchors = {"#" + heading.strip().lower().replace(" ", "-") for heading in headings}
    assert [file for file in files if not (page.parent / file).exists()] == []
    assert {target for target in targets if target.startswith("#")} - anchors == set()


@EACH_PAGE
def test_make_commands_exist(page: Path) -> None:
    """Every `make` command that a page names is in the Makefile."""
    commands = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"setup", "demo", "test", "check", "fmt", "types", "bench", "docs"} <= commands
    named = re.findall(r"(?:`|^\$ |^)make ([a-z]+)\b", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(named) - commands == set()


def test_the_readme_starts_with_two_commands() -> None:
    """The README names `make demo` and `make test`, and fits a screen."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in text
    assert "make test" in text
    assert len(text.splitlines()) <= 80


def test_the_changelog_knows_this_version() -> None:
    """The changelog has an entry for the version in pyproject.toml, with something in it."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = rf"^## \[{re.escape(version)}\] - (unreleased|\d{{4}}-\d\d-\d\d)$"
    entry = re.search(heading + r"(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    assert entry
    assert re.search(r"^- \S", entry[2], re.MULTILINE)


def test_ci_runs_what_we_run() -> None:
    """CI calls the Makefile's own commands."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make test" in script
    assert "make check" in script
