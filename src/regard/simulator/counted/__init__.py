"""What a world came to where a metric is a curve or a complete count: the very numbers that a question must give."""

from dataclasses import dataclass, field
from typing import Any

from regard.simulator.arrays import Numbers
from regard.simulator.calendar import Calendar
from regard.simulator.counted.contracts import count_contracts, describe_contracts
from regard.simulator.counted.desk import count_desk, describe_desk
from regard.simulator.counted.money import count_advertising, count_customers, describe_money
from regard.simulator.counted.paths import count_paths, describe_paths
from regard.simulator.counted.returns import count_returns, describe_returns
from regard.simulator.counted.social import count_followers, count_posts, count_voices, describe_social
from regard.simulator.lives import Lives
from regard.simulator.shop import Shop

_OF_LIVES = (count_returns, count_paths, count_desk, count_contracts, count_customers, count_voices)
_OF_SHOP = (count_posts, count_followers, count_advertising)
_DESCRIBED = (describe_returns, describe_paths, describe_desk, describe_contracts, describe_money, describe_social)


@dataclass
class Counted:
    """Arrays of sums by name, over all people so far."""

    sums: dict[str, Numbers] = field(default_factory=dict)

    def add(self, lives: Lives) -> None:
        """Count the lives of further people."""
        for count in _OF_LIVES:
            self._add(count(lives))

    def add_shop(self, shop: Shop) -> None:
        """Count what the shop did."""
        for count in _OF_SHOP:
            self._add(count(shop))

    def to_dict(self, calendar: Calendar) -> dict[str, Any]:
        """Return each metric with the question under which it holds, as JSON values; nothing before all is counted."""
        if not self.sums:
            return {}
        return {name: entry for describe in _DESCRIBED for name, entry in describe(self.sums, calendar).items()}

    def _add(self, found: dict[str, Numbers]) -> None:
        """Add sums to those of the same name."""
        for name, values in found.items():
            self.sums[name] = self.sums[name] + values if name in self.sums else values
