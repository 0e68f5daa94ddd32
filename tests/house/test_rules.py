"""The house rules, and that each of them finds a planted breach."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.breaches import builds_sql, formats_percent, prints, reads_the_clock
from tests.house.tree import ROOT, SRC, TESTS, project_files, python_files, room_of, shown, syntax

Finder = Callable[[ast.AST], Iterator[int]]

SAYS_NOTHING = re.compile(r"(test_)?(base|common|core|misc|(\w+_)?(helpers?|manager|utils?))(\.py)?")
"""Names that do not say what is inside."""

# Written so that no pattern is found in this file.
HOSTS_AND_PATHS = re.compile(
    "|".join(
        r"\.".join(parts)
        for parts in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("registry", "npmjs"),
            ("npmjs", "com"),
            ("crates", "io"),
            ("deb", "debian", "org"),
            ("conda", "anaconda"),
        )
    )
    + r"|(?<![\w.])/(?:wor[k]|farm|root|opt/pyp[i]|opt/wheel[s]|tmp/boo[t])/|(?<![\w.])/(?:home|Users)/[a-z]\w+/"
)

TEXT = {"", ".cfg", ".css", ".csv", ".html", ".ini", ".js", ".json", ".lock", ".md", ".py", ".sh", ".sql", ".svg"}
TEXT |= {".toml", ".ts", ".txt", ".yaml", ".yml"}


def _breaches(find: Finder, allowed: Callable[[Path], bool]) -> list[str]:
    return [f"{shown(file)}:{line}" for file in python_files(SRC) if not allowed(file) for line in find(syntax(file))]


def test_one_clock() -> None:
    """Only workspace/clock.py reads the time of day, so that a test can say what time it is."""
    assert _breaches(reads_the_clock, lambda file: file == SRC / "workspace" / "clock.py") == []


def test_sql_is_written_in_one_room() -> None:
    """No room but warehouses puts SQL together from text and values."""
    assert _breaches(builds_sql, lambda file: room_of(file) == "warehouses") == []


def test_nothing_prints() -> None:
    """The package never prints: the command line writes through its console."""
    assert _breaches(prints, lambda _: False) == []


def test_percent_only_at_the_surface() -> None:
    """Below showing a share is a number from 0 to 1, and never written as percent."""
    assert _breaches(formats_percent, lambda file: room_of(file) in {"showing", "asking", "serving"}) == []


@pytest.mark.parametrize(
    ("find", "program"),
    [
        (reads_the_clock, "from datetime import datetime, UTC\nat = datetime.now(UTC)"),
        (reads_the_clock, "import datetime as d\nat = d.datetime.now"),
        (reads_the_clock, "import time\nat = time.time()"),
        (builds_sql, "query = f'select * from {table}'"),
        (builds_sql, "query = 'delete from ' + table"),
        (builds_sql, "query = 'insert into %s' % table"),
        (builds_sql, "query = 'create table {}'.format(table)"),
        (prints, "print('here')"),
        (formats_percent, "text = f'{share:.1%}'"),
        (formats_percent, "text = f'{value:.1f} %'"),
    ],
)
def test_each_rule_finds_a_breach(find: Finder, program: str) -> None:
    """A planted breach is found."""
    assert list(find(ast.parse(program))) != []


@pytest.mark.parametrize(
    ("find", "program"),
    [
        (reads_the_clock, "from regard.workspace import clock\nat = clock.now()"),
        (builds_sql, "text = f'Choose {one} from the list.'"),
        (builds_sql, "query = 'select 1 from events'"),
        (prints, "console.print('here')"),
        (formats_percent, "text = f'{share:.3f}'"),
        (formats_percent, "rest = left % right"),
    ],
)
def test_no_rule_cries_wolf(find: Finder, program: str) -> None:
    """What only looks like a breach is not found."""
    assert list(find(ast.parse(program))) == []


def test_names_say_what_is_inside() -> None:
    """No file and no folder has a name that would hold anything."""
    named = {part for file in (*python_files(SRC), *python_files(TESTS)) for part in file.relative_to(ROOT).parts}
    assert {name for name in named if SAYS_NOTHING.fullmatch(name)} == set()


@pytest.mark.parametrize("name", ["utils.py", "core", "test_helpers.py", "date_utils.py", "session_manager.py"])
def test_a_name_that_says_nothing_is_found(name: str) -> None:
    """Such a name is found, alone or at the end of another."""
    assert SAYS_NOTHING.fullmatch(name)


def test_nothing_names_a_host_or_a_machine() -> None:
    """No file of the project names the host of a package registry or a path of somebody's machine."""
    texts = [file for file in project_files() if file.suffix in TEXT]
    assert texts
    found = {shown(file): HOSTS_AND_PATHS.search(file.read_text(encoding="utf-8", errors="replace")) for file in texts}
    assert {name: match.group() for name, match in found.items() if match} == {}


@pytest.mark.parametrize("text", ["https://" + "pypi" + ".org/simple", "see /" + "work/main", "/home/" + "ann/regard"])
def test_a_host_or_a_machine_is_found(text: str) -> None:
    """The pattern finds the host of a registry, a folder of this machine, a home."""
    assert HOSTS_AND_PATHS.search(text)
