"""A series as a line with the ribbon of its interval; the period before as a thin line; open buckets dashed."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

import altair as alt

from regard.showing.dates import bucket_text
from regard.showing.scales import Scale, axis_scale
from regard.showing.theme import ACCENT, BEFORE, PALETTE
from regard.showing.words import JSON, group_text, number_text, value_text

_TIME_FORMAT = {"hour": "%-d %b %H:%M", "month": "%b %Y", "quarter": "%b %Y", "year": "%Y"}

LINES = len(PALETTE)
"""How many groups a chart shows: as many as there are colours to tell apart."""


def line_chart(reply: JSON) -> alt.LayerChart:
    """Return the lines of a reply: of its groups where it has some (those with the most behind them), else its own."""
    groups = sorted((row for row in reply["breakdown"] if row["series"]), key=lambda row: -row["n"])[:LINES]
    lines = [(group_text(row["group"]), row["series"]) for row in groups] or [("", reply["series"])]
    ends = [point.get("value") for _, series in lines for point in series]
    scale = axis_scale(reply, ends)
    rows = [row for name, series in lines for row in _rows(name, series, scale, reply)]
    chart = alt.Chart(alt.InlineData(values=rows))
    colour = _colour([name for name, _ in lines])
    layers = [_ribbon(chart, reply, scale, colour)] if len(lines) == 1 else _names(chart, reply, scale, colour)
    layers += _lines(chart, reply, scale, colour, before=len(lines) == 1)
    return cast("alt.LayerChart", alt.layer(*layers))


def _rows(name: str, series: Sequence[JSON], scale: Scale, reply: JSON) -> Iterator[dict[str, Any]]:
    """Yield the rows behind the chart: `whole` draws the solid line, `open` the dashed one and its neighbours."""
    whole = [bool(point.get("is_complete", True)) for point in series]
    for place, point in enumerate(series):
        interval, value = point.get("interval") or {}, scale.apply(point["value"])
        beside = not all(whole[max(place - 1, 0) : place + 2])
        yield {
            "time": _wall_time(point["start"]),
            "group": name,
            "whole": value if whole[place] else None,
            "open": value if beside else None,
            "low": scale.apply(interval.get("low")),
            "high": scale.apply(interval.get("high")),
            "previous": scale.apply(point.get("previous")),
            "when": bucket_text(point["start"], reply["period"].get("every")),
            "told": value_text(point["value"], reply["unit"], reply.get("currency")),
            "n": number_text(point.get("n") or 0),
            "last": place == len(series) - 1,
        }


def _wall_time(start: str) -> str:
    """Return a bucket's start as the clock on the wall showed it, marked as UTC so that no browser moves it."""
    return f"{start[:19]}Z" if "T" in start else f"{start}T00:00:00Z"


def _colour(names: list[str]) -> Any:
    """Return the colour of the lines: the accent for one, a colour each for several."""
    if len(names) == 1:
        return alt.value(ACCENT)
    return alt.Color("group:N", scale=alt.Scale(domain=names, range=list(PALETTE[: len(names)])), legend=None)


def _time(reply: JSON) -> alt.X:
    """Return the axis of time."""
    form = _TIME_FORMAT.get(str(reply["period"].get("every")), "%-d %b")
    axis = alt.Axis(format=form, grid=False, labelOverlap=True, tickCount=8)
    return alt.X("time:T", scale=alt.Scale(type="utc"), axis=axis, title=None)


def _measure(field: str, scale: Scale) -> alt.Y:
    """Return the axis of values."""
    return alt.Y(f"{field}:Q", title=scale.title, scale=alt.Scale(zero=scale.from_zero))


def _ribbon(chart: alt.Chart, reply: JSON, scale: Scale, colour: Any) -> alt.Chart:
    """Return the interval as a ribbon."""
    ribbon: alt.Chart = chart.mark_area(opacity=0.18)
    return ribbon.encode(_time(reply), _measure("low", scale), alt.Y2("high:Q"), color=colour)


def _names(chart: alt.Chart, reply: JSON, scale: Scale, colour: Any) -> list[alt.Chart]:
    """Return the names of the groups beside their last points, in place of a legend."""
    ends = chart.transform_filter("datum.last").transform_calculate(
        value="isValid(datum.open) ? datum.open : datum.whole"
    )
    label = ends.mark_text(align="left", dx=6).encode(
        _time(reply), _measure("value", scale), text="group:N", color=colour
    )
    return [label]


def _lines(chart: alt.Chart, reply: JSON, scale: Scale, colour: Any, *, before: bool) -> list[alt.Chart]:
    """Return the lines: before (thin), whole buckets (solid), open ones (dashed), and points that tell their value."""
    said = [alt.Tooltip(f"{field}:N", title=title) for field, title in _said(reply)]
    layers = []
    if before and reply.get("previous"):
        thin = chart.mark_line(strokeWidth=1, color=BEFORE)
        layers.append(thin.encode(_time(reply), _measure("previous", scale)))
    layers.append(
        chart.mark_line(strokeWidth=2).encode(_time(reply), _measure("whole", scale), color=colour, detail="group:N")
    )
    dashed = chart.mark_line(strokeWidth=2, strokeDash=[4, 3])
    layers.append(dashed.encode(_time(reply), _measure("open", scale), color=colour, detail="group:N"))
    for field in ("whole", "open"):
        points = chart.mark_point(filled=True, size=28, opacity=0.9)
        layers.append(points.encode(_time(reply), _measure(field, scale), color=colour, tooltip=said))
    return layers


def _said(reply: JSON) -> list[tuple[str, str]]:
    """Return what a point tells when it is pointed at."""
    group = [("group", "Group")] if reply["breakdown"] else []
    return [*group, ("when", "When"), ("told", "Value"), ("n", "n")]
