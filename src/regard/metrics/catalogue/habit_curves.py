"""Habit, as curves: who comes back, who is new and who falls asleep, how often people are active, where they go."""

from regard.metrics.kinds import Curve
from regard.rows.grains.people_in_period import ACTIVE_PEOPLE
from regard.rows.grains.touchpoints import TOUCHPOINTS

retention_curve = Curve(
    name="retention_curve",
    shape="retention",
    asks="Of those who start in a week, how many come back in each week after it?",
    reads=(
        "A person joins the bucket of the first start over all history; a cohort is followed by whole buckets, and "
        "column 0 is its size. Returns are read up to the clock of the question, also after the period. A cell that is "
        "not over yet is null and left out of the averages. With by= a person belongs to the group of the start."
    ),
    formula="people of the cohort who came back in bucket k / people of the cohort; averages weighted by size",
    of=ACTIVE_PEOPLE,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("returned", "size"),
    takes=("start", "back", "rule", "cohorts", "window", "min_occurrences", "intervals"),
    every="week",
    since="0.2",
)

lifecycle = Curve(
    name="lifecycle",
    shape="lifecycle",
    asks="Who is new, who comes again, who comes back, who has fallen asleep?",
    reads=(
        "New: active, and the first event of any kind, over all history and without filters, lies in the bucket. "
        "Returning: active in this bucket and in the one before. Resurrecting: active in this one, not in the one "
        "before, and not new. Dormant: active in the one before, not in this one. Of a bucket that the period cuts, "
        "those active in the period count; what they are is judged by whole buckets. The value is how many were active."
    ),
    formula="new + returning + resurrecting = active people of a bucket; dormant = those of the one before who are not",
    of=ACTIVE_PEOPLE,
    unit="people",
    interval="exact",
    better="higher",
    takes=("event", "unit"),
    every="day",
    since="0.2",
)

active_days_distribution = Curve(
    name="active_days_distribution",
    shape="active_days",
    asks="On how many days are people active?",
    reads=(
        'How many people were active on exactly, and on at least, so many days of the period; every="week" or "month" '
        "counts active weeks or months. The value is the mean number of active days of those with any."
    ),
    formula="people by number of active days; value: active days / active people",
    of=ACTIVE_PEOPLE,
    unit="ratio",
    better="higher",
    counts=("active", "people"),
    takes=("event",),
    every="day",
    since="0.2",
)

journeys = Curve(
    name="journeys",
    shape="journeys",
    asks="Where do people go from here, or come from, over all channels?",
    reads=(
        "Each person's first anchor in the period, then the next stops up to the clock of the question, or with "
        'direction="before" those before it. Stops are page views, screens and actions, messages opened or clicked, '
        "answers (survey), tickets (support), orders and mentions (social) of known people; several of one name in a "
        "row are one stop. Where a timeline ends there is no stop. The value is the share of people with a next stop."
    ),
    formula="people who take a step / people with an anchor",
    of=TOUCHPOINTS,
    unit="share",
    interval="wilson",
    better="neither",
    counts=("went_on", "people"),
    takes=("anchor", "direction", "depth", "touchpoints"),
    needs=("anchor",),
    since="0.2",
)

METRICS = (retention_curve, lifecycle, active_days_distribution, journeys)
