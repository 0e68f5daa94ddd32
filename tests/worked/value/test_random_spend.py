"""What customers cost and bring against its plain statement, on orders, contracts and spend by chance."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.asking.plain_question import Choice, check_reply
from tests.asking.plain_spans import SpanQuestion
from tests.naive.records import Statement
from tests.naive.slates import Slate
from tests.worked.value.random_spend import FIRST, LAST, ORIGINS, VALUE, ZONE, rows_of_days, worlds

SLATE = Slate(ZONE.key)
ADS = Choice(["is", "channel", ["ad"]], lambda row: row["channel"] == "ad")
ASKED: tuple[dict[str, Any], ...] = ({"every": "month"}, {"by": "channel"}, {"by": "campaign", "where": [ADS]})
FIELDS = {name: lambda row, name=name: row.get(name) for name in ORIGINS}


@pytest.mark.parametrize("name", VALUE)
def test_value_as_counted_plainly(name: str) -> None:
    """Value, n, parts, series and groups are those of the plain statement."""

    @settings(max_examples=25)
    @given(world=worlds(), asked=st.sampled_from(ASKED))
    def check(world: Sequence[Any], asked: dict[str, Any]) -> None:
        """Compare one reply."""
        takes_life = name in ("customer_lifetime_value", "clv_to_cac")
        own = {"as_of": "2025-12-31", "lifespan": "2 years" if takes_life else None}
        question = SpanQuestion(first=FIRST, last=LAST, zone=ZONE, fields=FIELDS, rows=rows_of_days, own=own, **asked)
        reply = SLATE.told(world).ask(name, **question.arguments())
        check_reply(reply, question, Statement("", VALUE[name]), world)

    check()
