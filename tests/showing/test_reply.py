import subprocess
import sys

import pytest
from rich.console import Console

from regard.asking.reply import Replies, Reply
from tests.showing.replies import compared, group, point, reply

SERIES = [point(1, 0.30, previous=0.35), point(2, 0.32)]
ONE = Reply(**compared(series=SERIES, breakdown=[group("email", 0.2)]))
TWO = Replies({"bounce_rate": ONE, "nps": Reply(**reply(metric="nps", unit="points", value=40.0, series=SERIES))})


def test_a_reply_becomes_tables() -> None:
    """Arrow, Polars and pandas hold the same rows."""
    table = ONE.to_arrow()
    assert table.column("row").to_pylist() == ["total", "bucket", "bucket", "group"]
    assert ONE.to_polars().height == len(ONE.to_pandas()) == table.num_rows
    assert TWO.to_arrow().num_rows == TWO.to_polars().height == len(TWO.to_pandas()) == 7


def test_a_reply_becomes_a_chart() -> None:
    """One chart for one reply, one under the other for several."""
    assert ONE.chart().to_dict()["title"]["text"] == "Bounce rate"
    assert len(TWO.chart().to_dict()["vconcat"]) == 2


def test_a_notebook_shows_html() -> None:
    """Both show a table."""
    assert "<caption>Bounce rate " in ONE._repr_html_()
    assert "<caption>2 metrics " in TWO._repr_html_()


def test_a_terminal_shows_text(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`show` writes what Rich prints."""
    monkeypatch.setenv("COLUMNS", "90")
    for shown in (ONE, TWO):
        shown.show()
        told = capsys.readouterr().out
        assert "38.2 %" in told
        Console(highlight=False).print(shown)
        assert capsys.readouterr().out == told


def test_what_is_heavy_waits() -> None:
    """Neither Altair nor a template engine nor a frame library is loaded before it is needed."""
    heavy = ("altair", "jinja2", "polars", "pandas")
    program = f"import sys, regard.asking.reply; print([name for name in {heavy} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "[]"
