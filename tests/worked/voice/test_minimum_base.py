from tests.worked.voice.answering import MARCH, holding, said

MANY = said("nps", *[10] * 3, 0, survey="many")
FEW = said("nps", 10, 10, survey="few", time="2025-03-20T12:00:00+01:00")


def test_few_answers_have_no_value() -> None:
    """From 3 answers on there is a value; groups and points with fewer keep their n alone, and a warning says so."""
    workspace = holding(MANY, FEW)
    reply = workspace.ask("nps", minimum_base=3, by="survey", every="week", **MARCH)
    assert (reply.value, reply.n) == (100 * (5 - 1) / 6, 6)
    rows = {row["group"]["survey"]: row for row in reply.breakdown}
    assert (rows["many"]["value"], rows["few"]["value"], rows["few"]["n"]) == (50, None, 2)
    assert (rows["few"]["parts"], rows["few"]["interval"]) == ({}, None)
    assert [(point["value"], point["n"]) for point in reply.series if point["n"]] == [(50, 4), (None, 2)]
    assert reply.warnings[0] == {
        "code": "small_base",
        "message": "No value for 1 group and 1 point: fewer than 3 answers are behind it.",
    }


def test_the_total_and_what_it_is_compared_with() -> None:
    """A total of too few has no value, no band, no change; nor has a compared period."""
    reply = holding(MANY, FEW).ask("nps", minimum_base=7, period="2025-03", as_of="2025-06-30", compare="previous")
    assert (reply.value, reply.n, reply.interval, reply.band, reply.change) == (None, 6, None, None, None)
    assert [warning["message"] for warning in reply.warnings if warning["code"] == "small_base"] == [
        "No value for the total: fewer than 7 answers are behind it."
    ]
    exactly = holding(MANY).ask(["nps", "response_rate"], minimum_base=4, **MARCH)
    assert (exactly["nps"].value, exactly["response_rate"].value) == (50, 1.0)
