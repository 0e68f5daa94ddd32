"""Who is who: links read into a person for every id.

Links are never rewritten. Whatever the order in which they arrive, the same links give the same people:
- an `identify` gives an anonymous id to the user who claimed it first,
- an `alias` gives a further id, never identified itself, to a user; the first one stands,
- a `merge` makes two identified people one, under the name of its `user_id`,
- an `unmerge` takes back every earlier link of its two ids.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Claim(NamedTuple):
    """One link, in the order in which links are settled: by time, then receipt, then id."""

    time: object
    received_at: object
    id: str
    kind: str
    user_id: str
    other_id: str

    @property
    def pair(self) -> frozenset[str]:
        """Return the two ids, whichever was named first."""
        return frozenset((self.user_id, self.other_id))


@dataclass(frozen=True)
class People:
    """The person of every id that is not its own person."""

    of_user: Mapping[str, str]
    of_anonymous: Mapping[str, str]


def resolve_people(claims: Iterable[Claim]) -> People:
    """Return the person of every linked id."""
    standing = _standing(sorted(claims))
    identified = {claim.user_id for claim in standing if claim.kind == "identify"}
    owners: dict[str, str] = {}
    aliases: dict[str, str] = {}
    merges: list[Claim] = []
    for claim in standing:
        if claim.user_id == claim.other_id:
            continue
        if claim.kind == "merge":
            merges.append(claim)
        elif claim.kind == "identify":
            owners.setdefault(claim.other_id, claim.user_id)
        elif claim.other_id not in identified:
            owners.setdefault(claim.other_id, claim.user_id)
            aliases.setdefault(claim.other_id, claim.user_id)
    persons = resolve_users(aliases, ((claim.user_id, claim.other_id) for claim in merges))
    return People(
        of_user=persons,
        of_anonymous={anonymous_id: persons.get(owner, owner) for anonymous_id, owner in owners.items()},
    )


def resolve_users(aliases: Mapping[str, str], merges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the person of every user id that is not its own person.

    `aliases`: from an alias to the user who claimed it first. `merges`: the user that stays and the one it takes in.
    """
    merged = _merged((_root(user_id, aliases), _root(other_id, aliases)) for user_id, other_id in merges)
    roots = {user_id: _root(user_id, aliases) for user_id in {*aliases, *merged}}
    persons = {user_id: merged.get(root, root) for user_id, root in roots.items()}
    return {user_id: person for user_id, person in persons.items() if user_id != person}


def _standing(claims: list[Claim]) -> list[Claim]:
    """Return the links that no later unmerge of the same two ids took back."""
    undone = {claim.pair: claim for claim in claims if claim.kind == "unmerge"}
    return [
        claim
        for claim in claims
        if claim.kind != "unmerge" and not (claim.pair in undone and claim < undone[claim.pair])
    ]


def _root(user_id: str, aliases: Mapping[str, str]) -> str:
    """Return the end of a chain of aliases; in a ring, its smallest id."""
    seen = [user_id]
    while seen[-1] in aliases:
        following = aliases[seen[-1]]
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


def _merged(merges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the person of every merged id: the one that was merged into no other, else the smallest."""
    groups: dict[str, set[str]] = {}
    swallowed = set()
    for user_id, other_id in merges:
        swallowed.add(other_id)
        larger, smaller = groups.setdefault(user_id, {user_id}), groups.setdefault(other_id, {other_id})
        if larger is not smaller:
            if len(larger) < len(smaller):
                larger, smaller = smaller, larger
            larger |= smaller
            groups.update(dict.fromkeys(smaller, larger))
    persons: dict[str, str] = {}
    for member, group in groups.items():
        if member not in persons:
            persons.update(dict.fromkeys(group, min(group - swallowed or group)))
    return persons
