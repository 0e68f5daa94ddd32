"""Numbers as people read them. Everything below the surface keeps shares as 0..1 and times in seconds."""

from collections.abc import Mapping
from typing import Any

JSON = Mapping[str, Any]
"""What `Reply.to_dict()` gives, or a part of it."""

NOTHING = "no data"
"""What stands where a value is null."""

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_WITHOUT_CENTS = 10_000
_ACRONYMS = {
    "nps": "NPS",
    "csat": "CSAT",
    "ces": "CES",
    "clv": "CLV",
    "cac": "CAC",
    "sla": "SLA",
    "os": "OS",
    "utm": "UTM",
    "url": "URL",
}
_DECIMALS = {"points": 1, "score": 2, "ratio": 2}


def label_text(name: str) -> str:
    """Return a metric's name as a title, such as `Bounce rate` for `bounce_rate` and `NPS` for `nps`."""
    words = " ".join(_ACRONYMS.get(word, word) for word in name.split("_"))
    return words[:1].upper() + words[1:]


def number_text(value: float, decimals: int = 0) -> str:
    """Return a number with thousands separated and no minus before a zero, such as `12,345`."""
    return f"{value:z,.{decimals}f}"


def value_text(value: float | None, unit: str, currency: str | None = None) -> str:
    """Return a value in words of its unit: `38.2 %`, `4 h 12 min`, `1,234.50 EUR`, `12,345`; `no data` for null.

    Shares come as 0..1 and times as seconds.
    """
    if value is None:
        return NOTHING
    if unit == "share":
        return f"{percent_text(value)} %"
    if unit == "seconds":
        return duration_text(value)
    if unit == "money":
        return f"{_amount_text(value)} {currency or ''}".rstrip()
    return _plain_text(value, unit)


def half_width_text(interval: JSON | None, unit: str) -> str:
    """Return half the width of an interval, such as `± 0.6`, or nothing where there is no interval or no width.

    Shares are in points of a percent, times carry their units; the others are in the unit of the value.
    """
    low, high = (interval or {}).get("low"), (interval or {}).get("high")
    if low is None or high is None or low == high:
        return ""
    half = (high - low) / 2
    text = percent_text(half) if unit == "share" else _rough_duration(half) if unit == "seconds" else ""
    return f"± {text or (_amount_text(half) if unit == 'money' else _plain_text(half, unit, fraction=True))}"


def interval_text(interval: JSON | None, unit: str, currency: str | None = None) -> str:
    """Return between which values the number lies; `exact` where there is no doubt, nothing where nothing is known."""
    if not interval or interval.get("low") is None or interval.get("high") is None:
        return ""
    return "exact" if interval["low"] == interval["high"] else range_text(interval, unit, currency)


def range_text(interval: JSON, unit: str, currency: str | None = None) -> str:
    """Return the ends of an interval, such as `37.6 % to 38.8 %`."""
    low, high = (value_text(interval.get(end), unit, currency) for end in ("low", "high"))
    return f"{low} to {high}"


def percent_text(share: float) -> str:
    """Return a share as percent with one decimal and no sign, `< 0.1` for what would read as nothing."""
    percent = share * 100
    if percent != 0 and abs(percent) < 0.05:  # noqa: PLR2004 (what one decimal cannot show)
        return "< 0.1" if percent > 0 else "> -0.1"
    return number_text(percent, 1)


def duration_text(seconds: float) -> str:
    """Return a duration in its two largest units, such as `4 h 12 min`, `3 d 4 h`, `52 s`."""
    if seconds < 0:
        return f"-{duration_text(-seconds)}"
    if seconds < _MINUTE:
        return _seconds_text(seconds)
    for size, unit, part_size, part_unit in (
        (_DAY, "d", _HOUR, "h"),
        (_HOUR, "h", _MINUTE, "min"),
        (_MINUTE, "min", 1, "s"),
    ):
        parts = round(seconds / part_size)
        if parts * part_size >= size:
            whole, rest = divmod(parts, size // part_size)
            return f"{number_text(whole)} {unit} {rest} {part_unit}" if rest else f"{number_text(whole)} {unit}"
    return "1 min"


def group_text(group: JSON) -> str:
    """Return the values of a breakdown row, such as `email` or `email, IT`; `not set` for null."""
    return ", ".join(_group_value(value) for value in group.values()) or "all"


def _seconds_text(seconds: float) -> str:
    """Return less than a minute, with a decimal where it tells something."""
    small = 0 < seconds < 10  # noqa: PLR2004 (below ten seconds a decimal is worth reading)
    if small and seconds < 0.05:  # noqa: PLR2004 (what one decimal cannot show)
        return "< 0.1 s"
    text = f"{seconds:.1f}" if small else f"{seconds:.0f}"
    return "1 min" if text == "60" else f"{text.removesuffix('.0')} s"


def _rough_duration(seconds: float) -> str:
    """Return a duration in one unit, with a decimal below ten: how wide an interval is needs no more."""
    for size, unit in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= size:
            return f"{number_text(seconds / size, 1 if seconds < 10 * size else 0)} {unit}"
    return _seconds_text(seconds)


def _amount_text(amount: float) -> str:
    """Return an amount of money: with cents while they can be read, without from ten thousand on."""
    return number_text(amount, 0 if abs(amount) >= _WITHOUT_CENTS else 2)


def _plain_text(value: float, unit: str, *, fraction: bool = False) -> str:
    """Return a number of a unit that needs no sign: points, scores, ratios, counts, people."""
    decimals = _DECIMALS.get(unit)
    if decimals is None:
        decimals = 0 if float(value).is_integer() or (fraction and value >= 10) else 1  # noqa: PLR2004
    return number_text(value, decimals)


def _group_value(value: object) -> str:
    """Return one value of a group as text."""
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value != "" else "(empty)"
