import sys
from datetime import UTC, date
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest

from regard.errors import RegardError
from regard.showing.frames import arrow_table, pandas_frame, polars_frame
from tests.showing.replies import MARCH, compared, group, point, reply

SERIES = [point(1, 0.30, previous=0.35), point(2, None), point(3, 0.40, complete=False)]


def test_a_row_for_every_number() -> None:
    """Total, buckets, groups and buckets of groups are told apart by `row`."""
    table = arrow_table([compared(series=SERIES, breakdown=[group("email", 0.2, series=SERIES[:1]), group(None, 0.5)])])
    rows = table.to_pylist()
    assert [row["row"] for row in rows] == ["total", *["bucket"] * 3, "group", "group_bucket", "group"]
    assert [row["channel"] for row in rows] == [None, None, None, None, "email", "email", None]
    assert rows[0]["value"] == 0.382
    assert rows[0]["previous"] == 0.403
    assert (rows[0]["change"], rows[0]["change_unit"]) == (-0.021, "points")
    assert (rows[1]["start"], rows[1]["end"]) == (date(2025, 3, 1), date(2025, 3, 1))
    assert (rows[1]["previous"], rows[3]["is_complete"]) == (0.35, False)
    assert (rows[0]["low"], rows[0]["high"], rows[0]["method"]) == (0.376, 0.388, "wilson")


def test_several_replies_are_one_table() -> None:
    """The metric is a column, and the columns are the same without groups."""
    table = arrow_table([reply(), reply(metric="visits", unit="count", value=3)])
    assert table.column("metric").to_pylist() == ["bounce_rate", "visits"]
    assert table.num_rows == 2
    assert table.schema.field("value").type == pa.float64()


def test_group_values_keep_their_type() -> None:
    """Numbers stay numbers; a dimension of several types is text."""
    numbers = [group("", 0.1) | {"group": {"score": 9}}, group("", 0.2) | {"group": {"score": None}}]
    assert arrow_table([reply(breakdown=numbers)]).column("score").to_pylist() == [None, 9, None]
    mixed = [group("", 0.1) | {"group": {"score": 9}}, group("", 0.2) | {"group": {"score": "nine"}}]
    assert arrow_table([reply(breakdown=mixed)]).column("score").to_pylist() == [None, "9", "nine"]


def test_a_dimension_named_like_a_column_stands_beside_it() -> None:
    """Neither of the two is lost."""
    table = arrow_table([reply(breakdown=[group("", 0.1) | {"group": {"row": "front"}}])])
    assert table.column("by_row").to_pylist() == [None, "front"]
    assert table.column("row").to_pylist() == ["total", "group"]


def test_hours_are_instants_of_the_zone() -> None:
    """The repeated hour of the night in autumn stays two hours."""
    starts = ["2025-10-26T02:00:00+02:00", "2025-10-26T02:00:00+01:00"]
    hours = [point(1, value) | {"start": start, "end": None} for start, value in zip(starts, (1, 2), strict=True)]
    table = arrow_table([reply(series=hours, period=MARCH | {"from": "2025-10-26", "to": "2025-10-26"})])
    assert table.schema.field("start").type == pa.timestamp("us", tz="Europe/Rome")
    instants = [start.astimezone(UTC) for start in table.column("start").to_pylist()]
    assert [(later - earlier).total_seconds() for earlier, later in pairwise(instants)] == [
        7_200,
        3_600,
    ]


def test_polars_and_pandas_hold_the_same_numbers() -> None:
    """Both are the Arrow table in another library."""
    table = arrow_table([compared(series=SERIES)])
    assert polars_frame(table)["value"].to_list() == table.column("value").to_pylist()
    assert pandas_frame(table)["n"].tolist() == table.column("n").to_pylist()


@pytest.mark.parametrize(("module", "convert"), [("polars", polars_frame), ("pandas", pandas_frame)])
def test_a_missing_library_is_said(module: str, convert: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library the error names it and the way out."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(
        RegardError, match=r'is not installed\. Install it with: pip install "regard\[frames\]"'
    ) as caught:
        convert(arrow_table([reply()]))
    assert caught.value.code == "missing_library"


def test_a_calculated_reply_has_no_days() -> None:
    """Counts typed in have neither period nor series, and are one row."""
    rows = arrow_table([reply(period={}, interval=None)]).to_pylist()
    assert [(row["start"], row["low"]) for row in rows] == [(None, None)]
