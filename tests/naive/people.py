"""Who is who: ids that standing links join, directly or over others, are one person."""

from typing import Any

Link = dict[str, Any]
Node = tuple[str, str]
"""What an id is used as, `user` or `anonymous`, and the id."""


def person_by_id(links: list[Link]) -> dict[Node, Node]:
    """Return for every linked id one id that stands for its person."""
    ordered = sorted(links, key=lambda link: (link["time"], link["id"]))
    person: dict[Node, Node] = {}
    claimed = set()
    for place, link in enumerate(ordered):
        if link["kind"] == "unmerge" or any(_takes_back(later, link) for later in ordered[place:]):
            continue
        user, other = ("user", link["user_id"]), ("anonymous", link["other_id"])
        if link["kind"] != "merge":
            if other in claimed:
                continue
            claimed.add(other)
            _join(person, user, other)
        if link["kind"] != "identify":
            _join(person, user, ("user", link["other_id"]))
    return person


def _takes_back(later: Link, link: Link) -> bool:
    return later["kind"] == "unmerge" and {later["user_id"], later["other_id"]} == {link["user_id"], link["other_id"]}


def _join(person: dict[Node, Node], one: Node, other: Node) -> None:
    """Give all ids of both persons the same person."""
    kept, lost = person.setdefault(one, one), person.setdefault(other, other)
    for node, standing in list(person.items()):
        if standing == lost:
            person[node] = kept


def person_of(event: dict[str, Any], person: dict[Node, Node]) -> Node | None:
    """Return the person of an event: its user, else its anonymous id, else nobody."""
    for kind in ("user", "anonymous"):
        if event.get(f"{kind}_id") is not None:
            node: Node = (kind, event[f"{kind}_id"])
            return person.get(node, node)
    return None
