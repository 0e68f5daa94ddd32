"""A question for every metric, as a person would ask it, and the SQL that it becomes on an empty workspace."""

import json
import re
from typing import Any

import sqlglot

import regard
from regard.metrics.kinds import Metric

_UNSEEN = re.compile(r"[\t\r\x0b\x0c]")
"""Characters of a statement that a page would not show, or not keep."""

PERIOD, AS_OF = "2025-03", "2025-04-30"
NEEDED: dict[str, Any] = {
    "goal": "signup",
    "event": "search",
    "start": "trial",
    "end": "subscribe",
    "steps": ["view", "cart", "pay"],
    "lifespan": "3 years",
    "anchor": "order",
    "own": [["is", "properties.brand", ["Acme"]]],
}
"""A value for each argument that some metric cannot do without."""


def workspace() -> regard.Workspace:
    """Return an empty workspace in which every question means something."""
    made = regard.open(zone="Europe/Rome")
    made.declare("goal", "signup", event="Signed up")
    week = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    made.declare("schedule", "office", zone="Europe/Rome", week=week)
    made.declare("sla", "first reply", metric="first_response_time", within="4h")
    return made


def arguments(metric: Metric[Any]) -> dict[str, Any]:
    """Return what a metric needs to be asked."""
    return {name: NEEDED[name] for name in metric.needs}


def as_python(metric: Metric[Any]) -> str:
    """Return the question in Python."""
    own = "".join(f", {name}={_python(value)}" for name, value in arguments(metric).items())
    return f'ws.ask("{metric.name}", period="{PERIOD}"{own})'


def as_command(metric: Metric[Any]) -> str:
    """Return the question on the command line."""
    own = "".join(f" --{name} {_word(value)}" for name, value in arguments(metric).items())
    return f"regard ask {metric.name} --period {PERIOD}{own}"


def as_sql(asked: regard.Workspace, metric: Metric[Any]) -> str:
    """Return the statements that the question becomes, laid out to be read."""
    reply = asked.ask(metric.name, period=PERIOD, as_of=AS_OF, **arguments(metric))
    laid_out = sqlglot.transpile(reply.sql or "", read="duckdb", write="duckdb", pretty=True)
    return _UNSEEN.sub(lambda found: repr(found[0])[1:-1], ";\n\n".join(laid_out))


def _python(value: Any) -> str:
    """Return a value as Python writes it, texts in double quotes."""
    return json.dumps(value, ensure_ascii=False)


def _word(value: Any) -> str:
    """Return a value as a word of a shell."""
    return value if isinstance(value, str) and " " not in value else f"'{_python(value)}'"
