"""Habit, as curves: who comes back, who is new and who falls asleep, how often people are active, where they go."""

from regard.metrics.kinds import Curve
from regard.rows.people_in_period import ACTIVE_PEOPLE

retention_curve = Curve(
    name="retention_curve",
    shape="retention",
    asks="Of those who start in a week, how many come back in each week after it?",
    reads=(
        "A person joins the bucket of the first start over all history; a cohort is followed by whole buckets, of which "
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

METRICS = (retention_curve,)
