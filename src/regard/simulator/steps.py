"""Scripts laid out as columns: one row per event that a visit of each script sends."""

from dataclasses import dataclass, replace

import numpy as np

from regard.simulator.arrays import Flags, Ints
from regard.simulator.scripts import SCRIPTS, TITLES, Script
from regard.simulator.waits import ACT, ATTENTION, CHECKOUT, CLICK, GLANCE, NONE, PAUSE, READ, SCREEN, START

TYPES = ("page", "screen", "track", "engagement")
PAGES = tuple(TITLES)
SERVER_EVENTS = ("account_created", "signed_up", "order_shipped")
"""What servers send of people, in the order of their rows after those of all scripts."""

UNMEASURED, HALF, FULL = range(3)
"""How far an engagement event's page was scrolled: not known, half as far as the visit's best there, or that best."""


@dataclass(frozen=True)
class Step:
    """One event of a script."""

    type: str
    wait: int
    """The kind of wait before it."""
    name: str | None = None
    page: str | None = None
    interactive: bool | None = None
    scrolled: int = UNMEASURED


_WAIT_BEFORE = {"page": CLICK, "again": CLICK, "glance": CLICK, "screen": CLICK, "track": ACT, "note": START}


def lay_out(script: Script) -> list[Step]:
    """Return the events of a visit of that script, in order."""
    steps: list[Step] = []
    page, pausing = None, False
    for kind, _, name in (step.partition(" ") for step in script.steps):
        wait = PAUSE if pausing else _WAIT_BEFORE.get(kind, NONE)
        pausing = kind == "pause"
        if kind in ("page", "again", "glance"):
            page = name
            attention = GLANCE if kind == "glance" else READ
            scrolled = HALF if kind == "again" else FULL
            steps += [Step("page", wait, page=page), Step("engagement", attention, page=page, scrolled=scrolled)]
        elif kind == "screen":
            attention = CHECKOUT if name == "Checkout" else SCREEN
            steps += [Step("screen", wait, name=name), Step("engagement", attention, name=name)]
        elif not pausing:
            steps.append(Step("track", wait, name=name, page=page, interactive=kind == "track"))
    return [replace(steps[0], wait=NONE), *steps[1:]]


_LAID_OUT = [lay_out(script) for script in SCRIPTS]
_ROWS = [step for steps in _LAID_OUT for step in steps] + [Step("track", NONE, name=name) for name in SERVER_EVENTS]

NAMES = tuple(sorted({step.name for step in _ROWS if step.name}))

LENGTH: Ints = np.array([len(steps) for steps in _LAID_OUT])
"""By script: how many events."""
FIRST: Ints = np.cumsum(LENGTH) - LENGTH
"""By script: its first row."""

PAGE_VIEWS: Ints = np.array([script.page_views for script in SCRIPTS])
DISTINCT_PAGES: Ints = np.array([len(set(script.seen("page", "glance"))) for script in SCRIPTS])
IS_BOUNCE: Flags = np.array([script.is_bounce for script in SCRIPTS])
IS_WEB: Flags = np.array([script.where == "web" for script in SCRIPTS])
BUYS: Flags = np.array([script.does("purchase") for script in SCRIPTS])
ASKS: Flags = np.array([script.does("contact_support") for script in SCRIPTS])
EXPORTS: Flags = np.array([script.does("export") for script in SCRIPTS])
LEAVES_CART: Flags = np.array([script.group == "cart" for script in SCRIPTS])

TYPE: Ints = np.array([TYPES.index(step.type) for step in _ROWS])
"""By row, as all that follow."""
NAME: Ints = np.array([NAMES.index(step.name) if step.name else -1 for step in _ROWS])
PAGE: Ints = np.array([PAGES.index(step.page) if step.page else -1 for step in _ROWS])
INTERACTIVE: Ints = np.array([-1 if step.interactive is None else int(step.interactive) for step in _ROWS])
WAIT: Ints = np.array([step.wait for step in _ROWS])
SCROLLED: Ints = np.array([step.scrolled for step in _ROWS])
IS_PAGE: Flags = np.equal(TYPE, TYPES.index("page"))
IS_ATTENTION: Flags = np.isin(WAIT, ATTENTION)
OPENS: Flags = np.not_equal(TYPE, TYPES.index("engagement"))
IS_PURCHASE: Flags = np.equal(NAME, NAMES.index("purchase"))
ACCOUNT_CREATED, SIGNED_UP, SHIPPED = range(len(_ROWS) - len(SERVER_EVENTS), len(_ROWS))


def rows_of(script: int) -> slice:
    """Return the rows of a script."""
    return slice(int(FIRST[script]), int(FIRST[script] + LENGTH[script]))


def spanned_rows(script: int) -> slice:
    """Return the rows whose waits lie between a visit's first and last page, screen or track event."""
    rows = rows_of(script)
    last = int(np.flatnonzero(OPENS[rows])[-1])
    return slice(rows.start + 1, rows.start + last + 1)


def longest_ms(waits: Ints) -> int:
    """Return how long the longest visit can take, from the waits (kinds x moods x lengths)."""
    most = waits.max(axis=(1, 2))
    return max(int(most[WAIT[rows_of(script)]].sum()) for script in range(len(SCRIPTS)))
