"""What can happen in a visit: a list of scripts, each a sequence of steps.

A visit follows one script, so how many pages it has, whether it bounces and whether something is bought are known from
the script alone; how long its steps take is drawn.
"""

from dataclasses import dataclass
from typing import Literal

Group = Literal["bounce", "browse", "cart", "buy", "help", "export"]
Where = Literal["web", "app"]

GROUPS: tuple[Group, ...] = ("bounce", "browse", "cart", "buy", "help", "export")
"""What a visit comes to; the first is leaving at once."""


@dataclass(frozen=True)
class Script:
    """One way for a visit to go.

    Steps: `page PATH` and `screen NAME` are seen, `glance PATH` is a page left at once, `again PATH` a page that the
    visit has seen before, `track NAME` something done, `note NAME` something that merely occurred, `pause` a long one.
    """

    name: str
    where: Where
    group: Group
    weight: float
    """How often, among the scripts of its group."""
    steps: tuple[str, ...]

    def seen(self, *kinds: str) -> list[str]:
        """Return what steps of these kinds name, in order."""
        parted = (step.partition(" ") for step in self.steps)
        return [name for kind, _, name in parted if kind in kinds]

    @property
    def page_views(self) -> int:
        """Return how many page views the visit has."""
        return len(self.seen("page", "again", "glance"))

    @property
    def is_bounce(self) -> bool:
        """Return whether it is a visit of one page view and nothing done."""
        return self.page_views == 1 and not self.seen("track")

    def does(self, name: str) -> bool:
        """Return whether something of that name is done."""
        return name in self.seen("track")


def _script(name: str, group: Group, weight: float, *steps: str) -> Script:
    """Return a script; what happens in an app begins and ends with the app."""
    where: Where = "app" if name.startswith("app") else "web"
    return Script(
        name, where, group, weight, ("note app_opened", *steps, "note app_closed") if where == "app" else steps
    )


_BUY = ("track add_to_cart", "page /cart", "page /checkout", "track checkout_started")

SCRIPTS: tuple[Script, ...] = (
    _script("home only", "bounce", 4, "glance /"),
    _script("product only", "bounce", 3, "glance /products/desk"),
    _script("article only", "bounce", 3, "glance /journal/light-at-work", "note banner_shown"),
    _script("look around", "browse", 4, "page /", "page /products"),
    _script("one film", "browse", 1, "page /products/lamp", "track video_played"),
    _script("find", "browse", 3, "page /search", "track searched", "page /products/lamp"),
    _script("compare", "browse", 3, "page /products", "page /products/desk", "page /products/chair", "again /products"),
    _script("reload", "browse", 1, "page /products/desk", "again /products/desk"),
    _script(
        "read", "browse", 2, "page /journal/light-at-work", "pause", "page /journal/a-quiet-desk", "note banner_shown"
    ),
    _script("cart", "cart", 2, "page /products/desk", "track add_to_cart", "page /cart"),
    _script("give up", "cart", 1, "page /products/chair", *_BUY),
    _script("buy", "buy", 3, "page /products/lamp", *_BUY, "track purchase", "page /thanks"),
    _script(
        "choose and buy",
        "buy",
        2,
        "page /",
        "page /products",
        "page /products/desk",
        *_BUY,
        "track purchase",
        "page /thanks",
    ),
    _script("ask", "help", 1, "page /help", "page /help/contact", "track contact_support"),
    _script("report", "export", 1, "page /account", "page /account/reports", "track export"),
    _script("app glance", "bounce", 1, "screen Home"),
    _script("app look", "browse", 2, "screen Home", "screen Catalogue", "track searched", "screen Product"),
    _script("app scan", "browse", 1, "screen Home", "track scan_room", "screen Scan"),
    _script("app wish", "cart", 1, "screen Home", "screen Product", "track add_to_cart"),
    _script("app buy", "buy", 1, "screen Product", "track add_to_cart", "screen Checkout", "track purchase"),
    _script("app ask", "help", 1, "screen Home", "screen Help", "track contact_support"),
    _script("app report", "export", 1, "screen Home", "screen Reports", "track export", "note report_ready"),
)

TITLES = {
    "/": "Lumen, light and desks",
    "/products": "All products",
    "/products/lamp": "Lamps",
    "/products/desk": "Desks",
    "/products/chair": "Chairs",
    "/journal/light-at-work": "Light at work",
    "/journal/a-quiet-desk": "A quiet desk",
    "/search": "Search",
    "/cart": "Your cart",
    "/checkout": "Checkout",
    "/thanks": "Thank you",
    "/help": "Help",
    "/help/contact": "Write to us",
    "/account": "Your account",
    "/account/reports": "Reports",
}
"""Every page, with its title."""
