"""Links: which ids are one person."""

from typing import Literal

from regard.records.record import Happening, Instant, RecordType


class Link(Happening, frozen=True, kw_only=True):
    """A statement that two ids are the same person, or that a merge was a mistake.

    `identify`: `other_id` is an anonymous id of `user_id`. `alias`: another id that was never identified.
    `merge`: two identified people, on purpose. `unmerge`: takes back the link of the two.
    """

    time: Instant
    kind: Literal["identify", "alias", "merge", "unmerge"]
    user_id: str
    other_id: str


LINK = RecordType("link", "links", Link)
