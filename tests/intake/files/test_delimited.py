"""Delimited text: whatever is well written comes out as it went in, and what is not is told line by line."""

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.errors import RegardError
from regard.intake.files.delimited import Delimited
from regard.intake.files.lines import Limits
from regard.intake.files.stream import FileBytes
from regard.intake.files.table import Broken

CELL = st.text(st.sampled_from("ab1é,;\t|\"'\n. -"), max_size=6) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"])
)
WRONG_LETTER = (
    'The byte 0xff at place 3 is no letter of utf-8. Load the file again with its encoding, such as encoding="cp1252".'
)
SMALL = Limits(line=200, record=100)


def read(path: Path, **told: object) -> tuple[list[dict[str, str]], list[tuple[int, str]], list[int]]:
    """Return the rows of a file, its broken lines with their reasons, and the line of each row."""
    table = Delimited(FileBytes(path), **told)  # type: ignore[arg-type]
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    broken: list[Broken] = []
    for chunk in table.chunks():
        lines += [chunk.line(place) for place in range(chunk.rows.num_rows)]
        rows += chunk.rows.to_pylist()
        broken += chunk.broken
    return rows, [(line.line, line.reason) for line in broken], lines


def written(folder: Path, text: str | bytes, name: str = "rows.csv") -> Path:
    """Return a file with that text."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_reads_what_csv_writes(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str, quoting: int, end: str
) -> None:
    """Rows written by Python's csv module come out with the same cells, at the lines where they begin."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    starts = []
    for row in [["one", "two", "three"], *rows]:
        starts.append(text.getvalue().count("\n") + 1)
        writer.writerow(row)
    path = written(tmp_path_factory.mktemp("csv"), text.getvalue())
    found, broken, lines = read(path, delimiter=delimiter)
    assert [list(row.values()) for row in found] == rows
    assert (broken, lines) == ([], starts[1:])


@pytest.mark.parametrize(
    ("text", "delimiter", "columns"),
    [
        ("id,time\n1,2\n", ",", ("id", "time")),
        ("id;total\n1;2,5\n2;3,5\n", ";", ("id", "total")),
        ("id\ttext\n1\ta, b\n2\tc\n", "tab", ("id", "text")),
        ("id|time\n1|2\n", "|", ("id", "time")),
        ("text\nhello there\n", ",", ("text",)),
        ("\ufeffid,time\n1,2\n", ",", ("id", "time")),
        ("Export of shop\n\nid,time,name\n1,2,3\n4,5,6\n", ",", ("id", "time", "name")),
        ("id,,id,Name \n1,2,3,4\n", ",", ("id", "column 2", "id (2)", "Name")),
        ("id,text\r1,a\r2,b\r", ",", ("id", "text")),
    ],
)
def test_finds_delimiter_and_header(tmp_path: Path, text: str, delimiter: str, columns: tuple[str, ...]) -> None:
    """Delimiter, byte order mark, title lines and the names of columns are found out."""
    table = Delimited(FileBytes(written(tmp_path, text)))
    assert (table.told["delimiter"], table.columns) == (delimiter, columns)
    assert sum(chunk.rows.num_rows for chunk in table.chunks()) > 0


def test_reads_columns_apart_by_blanks(tmp_path: Path) -> None:
    """Columns that only blanks part are told apart, when their names are given."""
    path = written(tmp_path, " 00004 0001  29.33\n 00004 0018   9.73\n")
    found, broken, _ = read(path, header=["user", "day", "dollars"])
    assert found[1] == {"user": "00004", "day": "0018", "dollars": "9.73"}
    assert broken == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp1251", "cp1250"])
def test_finds_encoding(tmp_path: Path, encoding: str) -> None:
    """Letters come out right whatever the encoding, without being told."""
    texts = {
        "cp1251": "Очень хорошо, спасибо за быстрый ответ",
        "cp1250": "Bardzo dobrze, dziękuję za szybką odpowiedź",
    }
    text = texts.get(encoding, "Très bien, merci pour la réponse à Noël; così è più facile")
    lines = "".join(f"{number},{text!r}\n" for number in range(20))
    path = written(tmp_path, f"id,text,more\n{lines}".encode(encoding))
    found, broken, _ = read(path)
    assert broken == []
    assert text.partition(",")[0] in found[7]["text"]


def test_tells_broken_lines_and_keeps_the_others(tmp_path: Path) -> None:
    """A line with too few or too many columns, an open quote or wrong letters spoils itself alone."""
    text = b'id,text,n\n1,a,1\n2,b\n3,"c,3\n4,d,4\n5,"e\nf",5\n6,\xff,6\n7,"g"h,7\n8,i,8,8\n\n9,5" pipe,9\n'
    found, broken, lines = read(written(tmp_path, text), encoding="utf-8")
    assert [row["id"] for row in found] == ["1", "4", "5", "9"]
    assert (found[2]["text"], found[3]["text"]) == ("e\nf", '5" pipe')
    assert lines == [2, 5, 6, 12]
    assert broken == [
        (3, "The row has 2 columns, the header has 3."),
        (4, "A quote is opened in this line and not closed as it should."),
        (8, WRONG_LETTER),
        (9, "A quote is opened in this line and not closed as it should."),
        (10, "The row has 4 columns, the header has 3."),
    ]  # fmt: skip


def test_an_open_quote_does_not_swallow_the_rest(tmp_path: Path) -> None:
    """A quote that is never closed spoils its line, however many follow."""
    rows = "".join(f"{number},text {number}\n" for number in range(2, 400))
    found, broken, lines = read(written(tmp_path, f'id,text\n1,"open\n{rows}'), limits=SMALL)
    assert [row["id"] for row in found] == [str(number) for number in range(2, 400)]
    assert [line for line, _ in broken] == [2]
    assert lines[0] == 3


def test_a_long_line_is_left_out(tmp_path: Path) -> None:
    """A line longer than the limit is told with its length; the lines around it are rows."""
    long = "x" * 5_000_000
    found, broken, lines = read(written(tmp_path, f"id,text\n1,a\n2,{long}\n3,b\n"), limits=SMALL)
    assert ([row["id"] for row in found], lines) == (["1", "3"], [2, 4])
    assert broken[0][0] == 3
    assert broken[0][1].startswith("The line is 5,000,003 bytes long; the longest that is read has 200.")


def test_reads_gzip(tmp_path: Path) -> None:
    """A gzipped file is read as the file in it."""
    path = written(tmp_path, gzip.compress(b"id,text\n1,a\n"), "rows.csv.gz")
    assert read(path)[0] == [{"id": "1", "text": "a"}]


@pytest.mark.parametrize(
    ("text", "told", "sentence"),
    [
        (b"", {}, "is empty"),
        (b"\n\n", {}, "is empty"),
        (b"1,2025-01-01,10\n2,2025-01-02,12\n", {}, "looks like data, not like names of columns"),
        (b"a,b\n1,2\n", {"header": ["id"]}, "The header has 1 names, .* has 2 columns"),
        (b"a,b\n1,2\n", {"encoding": "utf-9"}, 'There is no encoding "utf-9"'),
    ],
)
def test_refuses_files_without_rows_or_header(
    tmp_path: Path, text: bytes, told: dict[str, object], sentence: str
) -> None:
    """A file that is empty, or whose first line is data, is refused in a sentence."""
    with pytest.raises(RegardError, match=sentence):
        read(written(tmp_path, text), **told)


def test_a_gzip_cut_short_is_refused(tmp_path: Path) -> None:
    """A gzipped file that ends too early is refused, not read in part."""
    rows = "".join(f"{number},{number * 7919}\n" for number in range(200_000))
    whole = gzip.compress(f"id,text\n{rows}".encode())
    with pytest.raises(RegardError, match="is cut short or is not gzip"):
        read(written(tmp_path, whole[: len(whole) // 2], "rows.csv.gz"))
