"""What a person is like: traits drawn once, each from a short list, so that every expectation is a finite sum."""

import numpy as np

from regard.simulator.arrays import Floats

STANDINGS = ("existing", "joining", "guest")
"""Customers from before the period, people who sign up within it, and people who never do."""

EXISTING, JOINING, GUEST = range(3)
STANDING_SHARES: Floats = np.array([0.30, 0.35, 0.35])

SEGMENTS = ("home", "studio", "company")
SEGMENT_SHARES: Floats = np.array([0.55, 0.30, 0.15])

PLATFORMS = ("desktop", "ios", "android")
DESKTOP, IOS, ANDROID = range(3)
PLATFORM_SHARES: Floats = np.array([[0.35, 0.27, 0.38], [0.60, 0.22, 0.18], [0.74, 0.14, 0.12]])
"""By segment."""

ACTIVITY_SHARES: Floats = np.array([0.24, 0.26, 0.22, 0.16, 0.12])
VISITS_PER_DAY: Floats = np.array([5.0, 9.0, 15.0, 24.0, 36.0]) / 365
"""By activity, in a season like any other."""

SEGMENT_ACTIVITY: Floats = np.array([0.85, 1.1, 1.35])
"""How much more often people of a segment come."""

MOOD_SHARES: Floats = np.array([0.12, 0.20, 0.30, 0.23, 0.15])
"""From annoyed to delighted. A mood colours all that a person does: that is why rows of one person are alike."""

DAYS_STAYED: Floats = np.array([60.0, 100.0, 160.0, 240.0, 365.0])
"""By mood: for how many days people keep coming, on average."""

STANDING_STAY: Floats = np.array([1.0, 1.0, 0.3])
"""By standing: guests are gone sooner."""

READER_SHARES: Floats = np.array([0.3, 0.4, 0.3])
"""How far people scroll, whatever else they are like."""

PATIENCE_SHARES: Floats = np.array([0.6, 0.25, 0.15])
"""On which visit a person makes itself known, at the latest."""

COUNTRIES = ("IT", "PL", "DE", "FR", "GB")
LANGUAGES = ("it", "pl", "de", "fr", "en")
COUNTRY_SHARES: Floats = np.array(
    [[0.46, 0.22, 0.14, 0.10, 0.08], [0.38, 0.2, 0.2, 0.12, 0.1], [0.3, 0.2, 0.25, 0.15, 0.1]]
)
"""By segment."""


def leaving_chances(slots_per_day: int) -> Floats:
    """Return the chance to leave for good after any slot, by standing and mood."""
    return 1 / (slots_per_day * STANDING_STAY[:, None] * DAYS_STAYED[None, :])
