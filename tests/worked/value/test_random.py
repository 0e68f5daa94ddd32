"""Every metric of orders and buyers against its plain statement, on orders and questions by chance."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.errors import RegardError
from tests.asking.plain_question import PlainQuestion, check_reply
from tests.asking.yearly_log import FEW, YearlyLog
from tests.naive.records import ORDERS, Record
from tests.worked.value.random_orders import order_logs, order_questions

LOG = YearlyLog()


@given(data=st.data())
@FEW
def test_orders_as_counted_plainly(data: st.DataObject) -> None:
    """Value, n, parts, series, groups and change are those of the plain statement; mixed currencies are refused."""
    year = LOG.take_year()
    orders = data.draw(order_logs(year))
    question = data.draw(order_questions(year))
    workspace = LOG.add(order=orders)
    refused = {name for name in ORDERS if question.by is None and _is_mixed(name, question, orders)}
    for name, reply in workspace.ask(sorted(set(ORDERS) - refused), **question.arguments()).items():
        check_reply(reply, question, ORDERS[name], orders)
    for name in sorted(refused):
        with pytest.raises(RegardError, match="several currencies") as caught:
            workspace.ask(name, **question.arguments())
        assert caught.value.code == "mixed_currencies"


def _is_mixed(name: str, question: PlainQuestion, orders: Sequence[Record]) -> bool:
    """Return whether the orders of a period must not be put together."""
    spans = [(question.first, question.last), *([question.before()] if question.compare else [])]
    return any(ORDERS[name].of(question.chosen(ORDERS[name], orders, span)).is_mixed for span in spans)
