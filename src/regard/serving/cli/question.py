"""The arguments of a question as options."""

from regard.serving.cli.arguments import Argument
from regard.serving.cli.reading import (
    read_days,
    read_edges,
    read_filters,
    read_names,
    read_number,
    read_specs,
    read_text,
)

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
    Argument("compare", read_days, "WITH", """previous, year, FROM..TO, or '{"where": [...]}'."""),
    Argument("align", read_text, "WHAT", "weekday: compare with days that begin on the same weekday."),
    Argument("base", read_text, "WHOLE", "group or total: of whom a share of people is taken."),
    Argument("goal", read_specs, "NAME", "A declared goal; several mean any of them.", many=True),
    Argument("event", read_specs, "SPEC", "An event's name, or a spec as JSON."),
    Argument("variant", read_text, "NAME", "Another definition: see regard metrics NAME."),
    Argument("per", read_text, "UNIT", "Another denominator: visit, reach, follower."),
    Argument("statistic", read_text, "NAME", "mean, median, p90, sum: for times and amounts."),
    Argument("bins", read_edges, "EDGES", "Edges of bins: 0,1h,4h,24h."),
    Argument("level", read_number, "SHARE", "The level of the interval, such as 0.95."),
    Argument("interval", read_text, "METHOD", "wilson, delta, jackknife, bootstrap ..."),
)  # fmt: skip
"""The arguments that have an option of their own; those of single metrics may be given as well."""
