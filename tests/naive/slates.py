"""A workspace that many random worlds share, one after the other: each wipes out the one before.

What has a state is replaced by a later state under its id, so that nothing is derived or compiled anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import regard

LONG_AGO = "1990-01-01T00:00Z"
BLANKS: Mapping[str, Mapping[str, Any]] = {
    "subscription": {"user_id": "nobody", "started_at": LONG_AGO, "ended_at": LONG_AGO},
    "order": {"time": LONG_AGO, "total": 0, "status": "cancelled"},
    "customer": {"user_id": "nobody"},
    "spend": {"day": "1990-01-01", "amount": 0},
}
"""A state of each kind of record that counts for nothing."""


class Slate:
    """Tells one workspace of one world after the other."""

    def __init__(self, zone: str, **lasting: Sequence[Mapping[str, Any]]) -> None:
        """Open the workspace when the first world is told; the records given by their kind are in all of them."""
        self._zone = zone
        self._lasting = lasting
        self._workspace: regard.Workspace | None = None
        self._known: dict[str, set[str]] = {kind: set() for kind in BLANKS}
        self._now = datetime(2024, 1, 1, tzinfo=UTC)

    def told(self, world: Iterable[Mapping[str, Any]]) -> regard.Workspace:
        """Return the workspace with the records of a world, which say their kind in `record`, and no others."""
        if self._workspace is None:
            self._workspace = regard.open(zone=self._zone)
            for kind, lasting in self._lasting.items():
                assert self._workspace.add(kind, lasting).problems == []
        self._now += timedelta(seconds=1)
        records = list(world)
        for kind, blank in BLANKS.items():
            rows = {one["id"]: one for one in records if one["record"] == kind}
            wiped = {name: {**blank, "id": name} for name in self._known[kind]}
            self._known[kind] |= rows.keys()
            self._add(kind, [{**row, "as_of": self._now} for row in {**wiped, **rows}.values()])
        return self._workspace

    def _add(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Keep the records of a kind, all of which the workspace must take."""
        assert self._workspace is not None
        told = [{name: value for name, value in row.items() if name != "record"} for row in rows]
        assert self._workspace.add(kind, told).problems == []
