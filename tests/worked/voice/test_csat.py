import pytest

from tests.worked.voice.answering import MARCH, holding, said

# 40 of 50 say 4 or 5: 80 %. 7 of 12: 58.33 %.
FIFTY = said("csat", *[5] * 25, *[4] * 15, *[3] * 4, *[2] * 3, *[1] * 3, survey="a")
TWELVE = said("csat", *[5] * 3, *[4] * 4, 3, 2, 2, 1, 1, survey="b")

# On 0 to 5: 4 and 5 satisfied, 3 between, 0 to 2 not. On 1 to 7: left out, and said so.
ZERO_TO_FIVE = said("csat", 5, 4, 3, 0, scale_min=0, scale_max=5, survey="c")
ONE_TO_SEVEN = said("csat", 7, 7, 1, scale_min=1, scale_max=7, survey="c")


def test_csat() -> None:
    """The share of 4 and 5 among the answers on 1 to 5, and on 0 to 5 where that is declared."""
    reply = holding(FIFTY, TWELVE, ZERO_TO_FIVE, ONE_TO_SEVEN).ask("csat", by="survey", **MARCH)
    rows = {row["group"]["survey"]: row for row in reply.breakdown}
    assert (rows["a"]["value"], rows["a"]["n"]) == (0.8, 50)
    assert rows["a"]["parts"] == {"satisfied": 40, "neutral": 4, "dissatisfied": 6}
    assert (rows["a"]["interval"]["method"], rows["a"]["interval"]["level"]) == ("wilson", 0.95)
    assert rows["a"]["interval"]["low"] == pytest.approx(0.6696, abs=0.0001)
    assert rows["a"]["interval"]["high"] == pytest.approx(0.8876, abs=0.0001)
    assert rows["b"]["value"] == pytest.approx(0.5833, abs=0.0001)
    assert rows["b"]["parts"] == {"satisfied": 7, "neutral": 1, "dissatisfied": 4}
    assert (rows["c"]["value"], rows["c"]["n"]) == (0.5, 4)
    assert rows["c"]["parts"] == {"satisfied": 2, "neutral": 1, "dissatisfied": 1}
    assert (reply.value, reply.n) == (49 / 66, 66)
    assert {
        "code": "mixed_scales",
        "message": "3 answers on another scale than 1 to 5 or 0 to 5 were left out.",
    } in reply.warnings
