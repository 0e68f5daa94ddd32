"""All that is counted of a world while it is made."""

from dataclasses import dataclass, field

from regard.simulator.counted import Counted
from regard.simulator.lives import Lives
from regard.simulator.realised import Realised
from regard.simulator.shop import Shop


@dataclass
class Made:
    """Sums over everything so far, and the curves of people."""

    realised: Realised = field(default_factory=Realised)
    counted: Counted = field(default_factory=Counted)

    def add(self, lives: Lives) -> None:
        """Count the lives of further people."""
        self.realised.add(lives)
        self.counted.add(lives)

    def add_shop(self, shop: Shop) -> None:
        """Count what the shop did."""
        self.realised.add_shop(shop)
        self.counted.add_shop(shop)
