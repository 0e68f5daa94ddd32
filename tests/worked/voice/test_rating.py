import pytest

from regard.errors import RegardError
from tests.worked.voice.answering import MARCH, holding, said

# 5, 4 and 3 of five stars: 12 / 3 = 4. On ten points: 9 and 8.
STARS = said("rating", 5, 4, 3, scale_min=1, scale_max=5, survey="stars")
POINTS = said("rating", 9, 8, scale_min=1, scale_max=10, survey="points")
NO_ANSWERS = [*said("rating", 1, status="dismissed", survey="stars"), *said("csat", 1, survey="stars")]


def test_rating() -> None:
    """The mean score of one scale; stars and points are never put together."""
    workspace = holding(STARS, POINTS, NO_ANSWERS)
    reply = workspace.ask("rating", by="survey", **MARCH)
    rows = {row["group"]["survey"]: row for row in reply.breakdown}
    assert (rows["stars"]["value"], rows["stars"]["n"]) == (4, 3)
    assert rows["stars"]["parts"] == {"total": 12, "answers": 3}
    assert (rows["points"]["value"], reply.value, reply.unit) == (8.5, None, "score")
    with pytest.raises(RegardError, match="several scales") as caught:
        workspace.ask("rating", **MARCH)
    assert caught.value.code == "mixed_scales"
