"""The plot of latency against the size of the log, a panel for each question and a line for each side."""

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import altair as alt

from benchmarks.run import Run
from benchmarks.sides import SIDES

_COLOURS = ("#0072b2", "#e69f00", "#d55e00", "#888888")
_COLUMNS, _WIDTH, _HEIGHT = 3, 210, 130


def plot(runs: Sequence[Run], folder: Path) -> None:
    """Write `latency.json` (Vega-Lite), and `latency.svg` where vl-convert is there to draw it."""
    points = [
        {"question": contest.name, "side": side, "events": run.events, "milliseconds": measured.median * 1000}
        for run in runs
        for contest in run.contests
        for side, measured in contest.sides.items()
    ]
    chart = _chart(points, [contest.name for contest in runs[0].contests])
    (folder / "latency.json").write_text(chart.to_json(), encoding="utf-8")
    if importlib.util.find_spec("vl_convert"):
        chart.save(str(folder / "latency.svg"))


def _chart(points: Sequence[dict[str, object]], questions: Sequence[str]) -> alt.FacetChart:
    """Return the panels in the order of the questions, both axes logarithmic."""
    line = alt.Chart(alt.InlineData(values=list(points))).mark_line(point=True)
    encoded = line.encode(
        x=alt.X("events:Q", scale=alt.Scale(type="log", nice=False), title="events", axis=alt.Axis(format="~s")),
        y=alt.Y("milliseconds:Q", scale=alt.Scale(type="log"), title="ms, median", axis=alt.Axis(format="~s")),
        color=alt.Color("side:N", scale=alt.Scale(domain=list(SIDES), range=list(_COLOURS)), title=None),
    )
    sized = encoded.properties(width=_WIDTH, height=_HEIGHT)
    chart: alt.FacetChart = sized.facet(
        facet=alt.Facet("question:N", sort=list(questions), title=None), columns=_COLUMNS
    ).resolve_scale(y="independent")
    return chart
