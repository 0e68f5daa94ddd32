import re

from regard.showing.notebook import replies_html, reply_html
from tests.showing.html_page import Page
from tests.showing.replies import compared, group, point, reply

SERIES = [point(1, 0.30, previous=0.31), point(2, None), point(3, 0.5), point(4, 0.4, complete=False)]


def test_a_reply_is_a_table_with_headings() -> None:
    """Value, interval, change, band and question are text, in cells with headings of rows and columns."""
    page = Page(reply_html(compared(series=SERIES)))
    assert page.open == []
    text = " ".join(filter(None, page.words))
    for words in ("Bounce rate", "38.2 %", "± 0.6", "37.6 % to 38.8 %", "▾ 2.1 points better", "good, < 40 %"):
        assert words in text
    assert ("scope", "row") in page.attributes
    assert ("scope", "col") in page.attributes
    assert "caption" in page.seen


def test_the_picture_says_what_it_shows() -> None:
    """The course has a sentence for who cannot see it, an open bucket is dashed, and a null is a gap."""
    page = reply_html(reply(series=SERIES))
    assert 'aria-label="From 30.0 % on 1 Mar 2025 to 40.0 % on 4 Mar 2025"' in page
    assert page.count("stroke-dasharray") == 1
    assert page.count("<polyline") == 1


def test_no_scripts_and_no_hosts() -> None:
    """A page asks no other host for anything and runs nothing."""
    page = reply_html(compared(series=SERIES, breakdown=[group("email", 0.2)]))
    assert not re.search(r"<script|https?:|url\(|@import|\son\w+=", page)


def test_what_people_wrote_is_escaped() -> None:
    """A group named like markup is shown as text."""
    page = reply_html(reply(breakdown=[group("<script>alert(1)</script>", 0.2)]))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_groups_have_a_table_of_their_own() -> None:
    """The greatest value comes first, and groups that are left out are counted."""
    rows = [group(f"channel {number}", number / 100, number) for number in range(60)]
    page = Page(reply_html(reply(breakdown=rows)))
    names = [word for word in page.words if word.startswith("channel")]
    assert names == [f"channel {number}" for number in range(59, 9, -1)]
    assert "10 groups with less behind them are not shown" in page.words


def test_several_replies_are_rows_of_one_table() -> None:
    """Each warning is told with its metric."""
    page = Page(replies_html([compared(), reply(metric="nps", unit="points", value=40.0)]))
    assert page.seen.count("table") == 1
    assert page.seen.count("tr") == 3
    assert "Bounce rate: Only 10 visits on 2025-03-01: read that day with care." in page.words
