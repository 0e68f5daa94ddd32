"""The catalogue: every metric there is, by family. One file per family, one record per metric."""

from typing import Any

from regard.metrics.catalogue import attention, care, habit, loyalty, social, value, voice
from regard.metrics.kinds import Metric

FAMILIES: dict[str, tuple[Metric[Any], ...]] = {
    "attention": attention.METRICS,
    "habit": habit.METRICS,
    "voice": voice.METRICS,
    "loyalty": loyalty.METRICS,
    "value": value.METRICS,
    "care": care.METRICS,
    "social": social.METRICS,
}
"""The metrics of each family, in the order in which they are shown."""

METRICS: dict[str, Metric[Any]] = {metric.name: metric for family in FAMILIES.values() for metric in family}
"""Every metric by its name."""


def family_of(name: str) -> str:
    """Return the family of a metric; those of a workspace's own are one."""
    return next((family for family, metrics in FAMILIES.items() if name in {one.name for one in metrics}), "own")
