import pytest

from regard.errors import RegardError
from regard.serving.workspace import Workspace
from tests.asking.shop import MARCH

# 2 of 3 visitors of March signed up. z is 1.96, or 1.2816 at 80 %.
SHARE = {
    "wilson": (0.2077, 0.9385),
    "wald": (0.1332, 1.0),
    "adjusted_wald": (0.2024, 0.9437),
    # Three persons: variance 3/2 x (4 + 1 + 1)/9 / 9 = 1/9, and t = 4.3027 with 2 degrees of freedom; cut to 0..1.
    "delta": (0.0, 1.0),
    # Three persons are as many groups of persons, so that leaving one out is leaving one group out.
    "jackknife": (0.0, 1.0),
}


@pytest.mark.parametrize("method", [None, *SHARE])
def test_intervals_of_a_share(shop: Workspace, method: str | None) -> None:
    """Each method by its name, worked by hand; Wilson's is that of a share unless another is asked for."""
    reply = shop.ask("conversion_rate", goal="signup", interval=method, **MARCH)
    assert reply.interval is not None
    assert (reply.interval["method"], reply.interval["level"]) == (method or "wilson", 0.95)
    ends = reply.interval["low"], reply.interval["high"]
    assert ends == pytest.approx(SHARE[method or "wilson"], abs=0.0005)


def test_level_of_intervals(shop: Workspace) -> None:
    """A lower level gives a narrower interval, of the value, of its groups and of its change."""
    asked = {"goal": "signup", "compare": "previous", "by": "device", **MARCH}
    narrow, wide = shop.ask("conversion_rate", level=0.8, **asked), shop.ask("conversion_rate", level=0.99, **asked)
    for inner, outer in (
        (narrow.interval, wide.interval),
        (narrow.breakdown[0]["interval"], wide.breakdown[0]["interval"]),
        ((narrow.change or {})["interval"], (wide.change or {})["interval"]),
    ):
        assert inner is not None
        assert outer is not None
        assert outer["low"] < inner["low"] < inner["high"] < outer["high"]
        assert (inner["level"], outer["level"]) == (0.8, 0.99)
    assert (narrow.change or {})["interval"]["method"] == "newcombe"


def test_methods_of_scores_and_means(shop: Workspace) -> None:
    """A score offers three methods, a mean one; a count is exact whatever is asked for."""
    methods = {}
    for method in ("adjusted_wald", "wald", "delta"):
        interval = shop.ask("nps", interval=method, **MARCH).interval
        assert interval is not None
        methods[method] = interval["method"]
    assert methods == {name: name for name in methods}
    mean = shop.ask("average_order_value", interval="delta", **MARCH).interval
    assert mean is not None
    assert mean["method"] == "delta"


def test_sum_of_amounts(shop: Workspace) -> None:
    """The sum in place of the mean, exact, and relative in its change."""
    reply = shop.ask("average_order_value", statistic="sum", compare="previous", every="month", **MARCH)
    assert (reply.value, reply.n, reply.unit, reply.currency) == (80.5, 4, "money", "EUR")
    assert reply.interval == {"low": 80.5, "high": 80.5, "level": 0.95, "method": "exact", "standard_error": 0.0}
    assert reply.change is not None
    assert (reply.change["value"], reply.change["unit"]) == (pytest.approx(75.5 / 5), "relative")
    assert [(point["value"], point["previous"]) for point in reply.series] == [(80.5, None)]
    assert shop.ask("average_order_value", statistic="mean", **MARCH).value == 80.5 / 4


@pytest.mark.parametrize(
    ("metric", "asked", "code", "sentence"),
    [
        ("nps", {"interval": "wilson"}, "not_for_metric", 'The interval "wilson" is not for nps.'),
        ("average_order_value", {"interval": "wald"}, "not_for_metric", 'The interval "wald" is not for average_order'),
        ("nps", {"interval": "jackknife"}, "not_for_metric", 'The interval "jackknife" is not for nps.'),
        ("csat", {"interval": "wilsn"}, "bad_value", 'interval="wilsn" means nothing.'),
        ("csat", {"level": 95}, "bad_value", "level=95 is not between 0 and 1."),
        ("csat", {"level": "high"}, "bad_value", "level='high' is not between 0 and 1."),
        ("csat", {"statistic": "sum"}, "not_for_metric", '"statistic" is for times and amounts, not for csat.'),
        ("average_order_value", {"statistic": "middle"}, "bad_value", 'statistic="middle" means nothing.'),
    ],
)
def test_what_cannot_be_estimated(
    shop: Workspace, metric: str, asked: dict[str, object], code: str, sentence: str
) -> None:
    """A method or statistic that a metric does not have is refused with those that it has."""
    with pytest.raises(RegardError) as caught:
        shop.ask(metric, **MARCH, **asked)
    assert (caught.value.code, caught.value.message[: len(sentence)]) == (code, sentence)
    assert caught.value.suggestion
