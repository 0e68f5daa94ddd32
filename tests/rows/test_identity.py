"""Links into people, against joining ids one link after another."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from regard.rows.identity import Claim, resolve_people
from tests.naive.people import person_by_id

USERS, ANONYMOUS, ALIASES = ("u1", "u2", "u3"), ("a1", "a2"), ("x1", "x2")
KINDS = {"identify": ANONYMOUS, "alias": ALIASES, "merge": USERS}


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    """Return links between few ids, some at the same time, some taken back."""
    found = []
    for number in range(draw(st.integers(0, 10))):
        kind = draw(st.sampled_from(sorted(KINDS)))
        one, other = draw(st.sampled_from(USERS)), draw(st.sampled_from(KINDS[kind]))
        if draw(st.booleans()):
            one, other = (other, one) if kind == "merge" else (one, other)
        taken_back = draw(st.integers(0, 3)) == 0
        found.append(Claim(draw(st.integers(0, 5)), 0, f"{number:02d}", "unmerge" if taken_back else kind, one, other))
    return found


def _partition(found: list[Claim]) -> dict[tuple[str, str], object]:
    people = resolve_people(found)
    users = {("user", user): people.of_user.get(user, user) for user in (*USERS, *ALIASES)}
    return users | {
        ("anonymous", other): people.of_anonymous.get(other, ("nobody", other)) for other in (*ANONYMOUS, *ALIASES)
    }


@given(claims())
def test_people_are_the_ids_that_links_join(found: list[Claim]) -> None:
    """Two ids are one person exactly when standing links join them."""
    links: list[dict[str, Any]] = [{**claim._asdict(), "time": claim.time, "id": claim.id} for claim in found]
    naive = person_by_id(links)
    people = _partition(found)
    for one in people:
        for other in people:
            assert (people[one] == people[other]) == (naive.get(one, one) == naive.get(other, other)), (one, other)


@given(claims(), st.randoms(use_true_random=False))
def test_arrival_plays_no_part(found: list[Claim], chance: Any) -> None:
    """The same links in another order, some of them twice, make the same people under the same names."""
    shuffled = [*found, *found[:3]]
    chance.shuffle(shuffled)
    assert resolve_people(shuffled) == resolve_people(found)


def test_names_of_people() -> None:
    """A merge keeps the name of its user, an alias that of the user it is of, and a ring its smallest id."""

    def told(*links: tuple[str, str, str]) -> dict[str, str]:
        return dict(resolve_people(Claim(time, 0, str(time), *link) for time, link in enumerate(links)).of_user)

    assert told(("merge", "bob", "ann")) == {"ann": "bob"}
    assert told(("merge", "bob", "ann"), ("merge", "cat", "bob")) == {"ann": "cat", "bob": "cat"}
    assert told(("alias", "bob", "b"), ("alias", "b", "c")) == {"b": "bob", "c": "bob"}
    assert told(("alias", "b", "c"), ("alias", "c", "b")) == {"c": "b"}
    assert told(("merge", "bob", "bob"), ("alias", "ann", "ann")) == {}
