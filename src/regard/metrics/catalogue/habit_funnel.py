"""The funnel: where people drop out on the way from a first step to a last one."""

from regard.metrics.kinds import Curve
from regard.rows.grains.touches import EVENTS

FUNNEL = Curve(
    name="funnel",
    shape="funnel",
    asks="How many people get from a first step to the last, and where do they drop out?",
    reads="People count once, with their best attempt that begins in the period: the one that reaches the most steps "
    "within the window, of several the one that began last. Later steps are read up to the clock of the question, also "
    "after the period. Who is still inside the window is in progress, not lost.",
    formula="people at the last step / people at step 1",
    of=EVENTS,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("finished", "started"),
    takes=("steps", "order", "window", "exclude", "hold", "unit", "attribution"),
    needs=("steps",),
    since="0.2",
)
