"""Links between few ids, so that they meet: of all kinds, some at one time, some taken back."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
from hypothesis import strategies as st

from regard.records import record_type
from regard.rows.identity import Claim
from regard.warehouses.tables import table_schema

LINK = record_type("link")
_START = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_IDS = ("u1", "u2", "u3", "a1", "a2", "x1", "x2", "ł")
_KINDS = ("identify", "identify", "alias", "alias", "merge", "merge", "unmerge")


@st.composite
def random_links(draw: st.DrawFn, most: int = 14) -> list[Claim]:
    """Return links of any two ids, also of one with itself; an id may be a user here and anonymous there."""
    hours = st.integers(0, 4).map(lambda hour: _START + timedelta(hours=hour))
    ids = st.sampled_from(_IDS)
    told = draw(st.lists(st.tuples(hours, hours, st.sampled_from(_KINDS), ids, ids), max_size=most))
    return [Claim(time, received, f"{number:02d}", *rest) for number, (time, received, *rest) in enumerate(told)]


def batch(links: list[Claim]) -> pa.RecordBatch:
    """Return links as rows of their table."""
    rows = [{**link._asdict(), "properties": "{}"} for link in links]
    return pa.RecordBatch.from_pylist(rows, schema=table_schema(LINK))
