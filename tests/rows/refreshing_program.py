"""A program that adds batches and refreshes after each, so that tests can stop it: `refreshing_program.py FOLDER SEED`.

It says `ready` before the first batch, and `kept N` when the N-th batch is kept and the rows are in step with it.
"""

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import regard
from regard.rows import derive

BASE = datetime(2025, 3, 1, tzinfo=UTC)
_EVENTS = 40


def batch(number: int) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Return the events and links of a batch: of people new and known, now and late, some joined."""
    draw = random.Random(number)  # noqa: S311 no secret is drawn
    events: list[dict[str, object]] = [
        {
            "id": f"{number}-{place}",
            "time": BASE + timedelta(minutes=draw.randrange(60 * 24 * 20)),
            "received_at": BASE + timedelta(days=30, minutes=number),
            "type": draw.choice(["page", "track", "engagement"]),
            "anonymous_id": f"a{draw.randrange(60)}",
            "session_id": draw.choice([None, f"s{draw.randrange(20)}"]),
            "path": draw.choice(["/", "/b"]),
            "country": draw.choice(["IT", "PL"]),
            "engaged_ms": 1_000,
        }
        for place in range(_EVENTS)
    ]
    link = {"id": f"{number}", "time": BASE, "kind": "identify"}
    links = [{**link, "user_id": f"u{draw.randrange(20)}", "other_id": f"a{draw.randrange(60)}"}]
    return events, links


def say(line: str) -> None:
    """Tell the test how far the program is."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Add batches until the process is stopped."""
    derive.FOLLOWED_FROM, derive.FOLLOWED_SHARE = 0, 1e9
    folder, seed = Path(sys.argv[1]), int(sys.argv[2])
    with regard.open(folder, totals_from=0) as ws:
        ws._rows.refresh()
        say("ready")
        for number in range(seed * 1_000, seed * 1_000 + 1_000):
            events, links = batch(number)
            ws.add("event", events)
            ws.add("link", links)
            ws._rows.refresh()
            say(f"kept {number}")


if __name__ == "__main__":
    main()
