"""The arguments of a question as options."""

from collections.abc import Sequence
from typing import Any

from regard.serving.cli.arguments import Argument
from regard.serving.cli.reading import (
    free_value,
    read_days,
    read_edges,
    read_filters,
    read_names,
    read_number,
    read_specs,
    read_text,
)


def _read_plain(_: str, words: Sequence[str]) -> Any:
    """Return a number where the word is one, else the word: a length of time is either."""
    return free_value(words[-1])


ARGUMENTS = (
    Argument("period", read_days, "DAYS", "2025, 2025-Q2, 2025-04, 2025-W09, 2025-04-17, FROM..TO, today, 28d, all."),
    Argument("every", read_text, "BUCKET", "A series: hour, day, week, month, quarter, year."),
    Argument("as_of", read_text, "TIME", "The clock of the question."),
    Argument("zone", read_text, "NAME", "Another time zone."),
    Argument("week_start", read_text, "DAY", "monday or sunday."),
    Argument("trailing", read_text, "TIME", 'Each point covers the time before its end: 7d, "2 months", all.'),
    Argument("to_date", read_text, "SPAN", "The same, from the start of the week, month, quarter, year."),
    Argument("by", read_names, "DIMENSION", "Groups: channel, country, plan ...; several may be given.", many=True),
    Argument("where", read_filters, "JSON", """A filter: '["is", "country", ["IT"]]'; several must hold.""", many=True),
    Argument("compare", read_days, "WITH", """previous, year, FROM..TO, '{"date": "2025-03-15"}', '{"where": []}'."""),
    Argument("align", read_text, "WHAT", "weekday: compare with days that begin on the same weekday."),
    Argument("base", read_text, "WHOLE", "group or total: of whom a share of people is taken."),
    Argument("goal", read_specs, "NAME", "A declared goal; several mean any of them.", many=True),
    Argument("event", read_specs, "SPEC", "An event's name, or a spec as JSON."),
    Argument("start", read_specs, "SPEC", "Where conversion, retention or a checkout begins."),
    Argument("end", read_specs, "SPEC", "Where conversion or a checkout ends."),
    Argument("back", read_specs, "SPEC", "What counts as coming back."),
    Argument("steps", read_specs, "SPECS", """Of a funnel: '["view", "cart", "buy"]', or one each.""", many=True),
    Argument("window", _read_plain, "TIME", "How long after the start counts: 7d, none; for retention elapsed."),
    Argument("span", _read_plain, "TIME", "Churn without contracts: how long after an order one is a customer."),
    Argument("lifespan", _read_plain, "TIME", 'How long a customer stays one, such as "3 years".'),
    Argument("hours", read_text, "WHICH", "calendar or business."),
    Argument("schedule", read_text, "NAME", "A declared schedule, for business hours."),
    Argument("weights", read_text, "NAME", "A declared weighting, or weight for the answers' own."),
    Argument("variant", read_text, "NAME", "Another definition: see regard metrics NAME."),
    Argument("per", read_text, "UNIT", "Another denominator: visit, reach, follower."),
    Argument("statistic", read_text, "NAME", "mean, median, p90, sum: for times and amounts."),
    Argument("bins", read_edges, "EDGES", "Edges of bins: 0,1h,4h,24h."),
    Argument("level", read_number, "SHARE", "The level of the interval, such as 0.95."),
    Argument("interval", read_text, "METHOD", "wilson, delta, jackknife, bootstrap ..."),
)  # fmt: skip
"""The arguments that have an option of their own; those of single metrics may be given as well."""
