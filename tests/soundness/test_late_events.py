"""What comes late counts where it happened: answers given before it are given anew."""

import regard
from tests.naive.tables import table

TOLD = table("""
    time               user_id  type  path
    2025-03-03T10:00Z  ann      page  /
    2025-03-03T10:50Z  ann      page  /a
    2025-03-04T10:00Z  bob      page  /
""")
BETWEEN = {"time": "2025-03-03T10:25Z", "user_id": "ann", "type": "page", "path": "/b"}
BEFORE = {"time": "2025-02-01T10:00Z", "user_id": "bob", "type": "track", "name": "invoice"}
NAMES = ["visits", "bounce_rate", "new_visitor_share", "daily_active", "stickiness", "time_on_page"]


def _values(ws: regard.Workspace) -> list[float | None]:
    return [reply.value for reply in ws.ask(NAMES, period=("2025-03-03", "2025-03-04")).values()]


def test_a_late_event_joins_two_visits_and_another_ages_a_person() -> None:
    """Ann's two visits become one that is no bounce; bob, seen in February, is not new any more."""
    ws = regard.open()
    ws.add("event", TOLD)
    assert _values(ws) == [3, 1.0, 1.0, 1, 0.5, None]
    ws.add("event", [BETWEEN])
    assert _values(ws) == [2, 0.5, 1.0, 1, 0.5, 1500.0]
    ws.add("event", [BEFORE])
    assert _values(ws) == [2, 0.5, 0.5, 1, 0.5, 1500.0]


def test_the_rows_are_those_of_a_log_told_in_order() -> None:
    """Told in three parts, looked at in between, or at once, the rows are the same."""
    late, whole = regard.open(), regard.open()
    late.add("event", [TOLD[2], BETWEEN])
    late.rows("visits")
    late.add("event", [TOLD[1]])
    late.rows("visits")
    late.add("event", [BEFORE, TOLD[0]])
    whole.add("event", [BEFORE, *TOLD, BETWEEN])
    for what in ("visits", "page_visits", "active_days"):
        assert late.rows(what) == whole.rows(what)


PERIOD = ("2025-02-01", "2025-03-04")


def test_a_declaration_after_a_question_changes_its_answer() -> None:
    """A goal engages visits, and what counts as being active counts, from when they are declared, for the past too."""
    ws = regard.open()
    ws.add("event", [*TOLD, BEFORE])
    names = ["engaged_visit_rate", "active_people", "monthly_active"]
    assert [reply.value for reply in ws.ask(names, period=PERIOD).values()] == [0.0, 2, 2]
    ws.declare("goal", "saw_a", page="/a")
    ws.declare("qualifying", "activity", page="/a")
    assert [reply.value for reply in ws.ask(names, period=PERIOD).values()] == [1 / 3, 1, 1]


def test_a_declaration_does_not_touch_what_a_question_names_itself() -> None:
    """Asked with event="any", a question means any event, before and after something else is declared to count."""
    ws = regard.open()
    ws.add("event", TOLD)
    assert ws.ask("monthly_active", period=PERIOD, event="any").value == 2
    ws.declare("qualifying", "activity", page="/a")
    assert ws.ask("monthly_active", period=PERIOD, event="any").value == 2
