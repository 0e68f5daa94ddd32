from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from regard.simulator import World, simulate
from tests.simulator.naive_log import Row, settle

Letters = dict[tuple[str, str], list[Row]]


@pytest.fixture(scope="module")
def world() -> World:
    """Return a world with some thousand letters."""
    return simulate(events=20_000, seed=14)


@pytest.fixture(scope="module")
def letters(world: World) -> Letters:
    """Return what became of each letter to each person, in order."""
    found: Letters = defaultdict(list)
    rows = settle(world.tables["delivery"], "received_at", latest=False)
    for row in sorted((row for row in rows if row["kind"]), key=lambda row: row["time"]):
        found[row["user_id"], row["message"]].append(row)
    return found


def _of(rows: list[Row], kind: str) -> int:
    """Return how many rows are of a kind."""
    return sum(row["kind"] == kind for row in rows)


def test_letters_come_to_what_is_counted(world: World, letters: Letters) -> None:
    """Letters sent and delivered, and of the newsletter those opened and clicked, once for each person and issue."""
    realised = world.truth["realised"]
    weekly = [rows for rows in letters.values() if rows[0]["campaign"] == "weekly"]
    assert sum(_of(rows, "sent") for rows in letters.values()) == realised["letters_sent"] == len(letters)
    assert sum(_of(rows, "delivered") for rows in letters.values()) == realised["letters_delivered"]
    assert sum(_of(rows, "delivered") for rows in weekly) == realised["newsletters_delivered"]
    assert sum(_of(rows, "opened") > 0 for rows in weekly) == realised["newsletters_opened"]
    assert sum(_of(rows, "clicked") > 0 for rows in weekly) == realised["newsletters_clicked"]
    assert (
        sum(_of(rows, "clicked") for rows in weekly) == realised["newsletters_clicks"] > realised["newsletters_clicked"]
    )


def test_one_thing_follows_from_the_other(letters: Letters) -> None:
    """A letter is sent, then delivered or bounced; what is opened was delivered, and what is clicked was opened."""
    for rows in letters.values():
        kinds = [row["kind"] for row in rows]
        assert kinds[0] == "sent"
        assert kinds[1] in ("delivered", "bounced")
        assert (kinds[1] == "delivered") or len(kinds) == 2
        assert "clicked" not in kinds[: kinds.index("opened") if "opened" in kinds else None]
        assert len({(row["channel"], row["campaign"]) for row in rows}) == 1
        assert rows[-1]["time"] - rows[0]["time"] < timedelta(days=3)


def test_every_kind_of_letter_occurs(letters: Letters) -> None:
    """There are newsletters by e-mail, reminders by both channels, and letters opened and clicked more than once."""
    campaigns = Counter((rows[0]["channel"], rows[0]["campaign"]) for rows in letters.values())
    assert set(campaigns) == {("email", "weekly"), ("email", "cart"), ("push", "cart")}
    for kind in ("opened", "clicked"):
        assert max(_of(rows, kind) for rows in letters.values()) == 2
    assert {row["kind"] for rows in letters.values() for row in rows} >= {"unsubscribed", "bounced"}


def test_who_leaves_the_list_gets_no_later_issue(world: World, letters: Letters) -> None:
    """The newsletter ends with the issue on which its reader unsubscribed, and begins after the account was made."""
    created = {row["user_id"]: row["created_at"] for row in world.tables["customer"].to_pylist()}
    sent: dict[str, list[Row]] = defaultdict(list)
    for (user, _), rows in letters.items():
        if rows[0]["campaign"] == "weekly":
            sent[user] += [row for row in rows if row["kind"] in ("sent", "unsubscribed")]
    for user, rows in sent.items():
        kinds = [row["kind"] for row in sorted(rows, key=lambda row: row["time"])]
        assert "unsubscribed" not in kinds[:-1]
        assert min(row["time"] for row in rows) > created[user]
    assert sum(rows[-1]["kind"] == "unsubscribed" for rows in sent.values()) > 5


def test_deliveries_are_few_beside_events(world: World) -> None:
    """However many letters are sent, events outnumber what becomes of them."""
    assert len(world.tables["delivery"]) < 0.3 * len(world.tables["event"])
