"""What was worked out before: found again by the program that kept it, whole, and by no other."""

from collections import OrderedDict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regard.workspace import worked_out
from regard.workspace.worked_out import FILE, NOTHING, WorkedOut, learn, recall

VALUES = {"a statement": "SELECT 'né'", "columns": {"x": "visits_x", "n": None}, "a list": ["a", "b"], "nothing": None}


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a process that knows nothing yet."""
    _forget(monkeypatch)


def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worked_out, "_KNOWN", OrderedDict())
    monkeypatch.setattr(worked_out, "_learned", 0)


def _kept(folder: Path) -> Path:
    """Return the file of a workspace that knows the values."""
    file = WorkedOut(folder)
    for key, value in VALUES.items():
        learn(key, value)
    file.write()
    return folder / FILE


def test_what_was_learned_is_found_by_the_next_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every value comes back as it was, a null among them; what nobody learned is nothing."""
    _kept(tmp_path)
    _forget(monkeypatch)
    assert recall("a statement") is NOTHING
    WorkedOut(tmp_path)
    assert {key: recall(key) for key in VALUES} == VALUES
    assert recall("another statement") is NOTHING
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_nothing_is_written_where_nothing_was_learned(tmp_path: Path) -> None:
    """A process that learned nothing leaves no file, and one that learned nothing further leaves it as it is."""
    WorkedOut(tmp_path).write()
    assert list(tmp_path.iterdir()) == []
    path = _kept(tmp_path)
    before = path.stat().st_mtime_ns
    WorkedOut(tmp_path).write()
    assert path.stat().st_mtime_ns == before


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: st.DataObject) -> None:
    """Whatever byte is another one, and wherever the file ends too soon, nothing of it is believed."""
    _forget(monkeypatch)
    path = _kept(tmp_path)
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda other: other != whole[place]))
    damaged = data.draw(st.sampled_from((whole[:place], whole[:place] + bytes([byte]) + whole[place + 1 :])))
    path.write_bytes(damaged)
    _forget(monkeypatch)
    WorkedOut(tmp_path)
    assert [recall(key) for key in VALUES] == [NOTHING] * len(VALUES)


def test_the_file_of_another_program_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of Regard, of the compiler or of the engine believes nothing, and writes the file anew."""
    path = _kept(tmp_path)
    _forget(monkeypatch)
    monkeypatch.setattr(worked_out, "_PROGRAM", "another program")
    file = WorkedOut(tmp_path)
    assert recall("a statement") is NOTHING
    learn("a statement", "SELECT 2")
    file.write()
    assert path.read_bytes().startswith(b"another program ")
    _forget(monkeypatch)
    WorkedOut(tmp_path)
    assert recall("a statement") == "SELECT 2"
    assert recall("columns") is NOTHING


def test_a_program_differs_by_its_files(tmp_path: Path) -> None:
    """A source file that changes, comes or goes makes another program; compiled files and others do not."""
    (tmp_path / "room" / "__pycache__").mkdir(parents=True)
    source = tmp_path / "room" / "rows.py"
    source.write_text("ROWS = 1", encoding="utf-8")
    told = {_stamps(tmp_path)}
    (tmp_path / "room" / "__pycache__" / "rows.py").write_text("", encoding="utf-8")
    (tmp_path / "room" / "notes.txt").write_text("", encoding="utf-8")
    assert {_stamps(tmp_path)} == told
    source.write_text("ROWS = 10", encoding="utf-8")
    told.add(_stamps(tmp_path))
    (tmp_path / "other.py").write_text("", encoding="utf-8")
    told.add(_stamps(tmp_path))
    source.unlink()
    told.add(_stamps(tmp_path))
    assert len(told) == 4


def _stamps(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(worked_out._stamps(str(folder))))


def test_a_key_that_names_a_place_in_memory_is_not_kept() -> None:
    """Such a key means another thing in another process."""
    learn(repr(("statement", object())), "SELECT 1")
    assert not worked_out._KNOWN


def test_what_cannot_be_written_is_not_kept(tmp_path: Path) -> None:
    """Half a pair of surrogates, which a filter may hold, keeps nothing else from being written."""
    file = WorkedOut(tmp_path)
    learn("half a pair", "SELECT '\ud800'")
    learn("a statement", "SELECT 1")
    file.write()
    assert recall("half a pair") is NOTHING
    assert (tmp_path / FILE).exists()


def test_the_file_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more than fits what was used last is kept."""
    file = WorkedOut(tmp_path)
    for number in range(5):
        learn(f"statement {number}", str(number) * (worked_out._MOST_BYTES // 3))
    assert recall("statement 0") != NOTHING
    file.write()
    assert (tmp_path / FILE).stat().st_size < worked_out._MOST_BYTES + 1_000
    _forget(monkeypatch)
    WorkedOut(tmp_path)
    assert [number for number in range(5) if recall(f"statement {number}") is not NOTHING] == [0, 4]


def test_a_folder_that_cannot_be_written_is_left_alone(tmp_path: Path) -> None:
    """Where the folder is gone, or a folder stands in the place of the file, closing goes on without a word."""
    for folder in (tmp_path / "gone", tmp_path / "taken"):
        file = WorkedOut(folder)
        if folder.name == "taken":
            (folder / FILE).mkdir(parents=True)
        learn(f"a statement of {folder.name}", "SELECT 1")
        file.write()
    assert [path.name for path in (tmp_path / "taken").iterdir()] == [FILE]
