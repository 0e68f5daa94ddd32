"""What a change and a band say, in words: arrow, size, direction by the metric's own sense of better."""

import re
from dataclasses import dataclass
from typing import Literal

from regard.showing.dates import period_text
from regard.showing.words import JSON, number_text

Tone = Literal["better", "worse", "plain", "quiet"]
"""How a change is meant: good, bad, neither, or nothing to speak of."""

MERITS = ("excellent", "great", "good")
"""The bands of merit, best first."""

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_WHOLE_PERCENT = 100


@dataclass(frozen=True)
class Change:
    """A change in words: `▾ 2.1 points better`, its short forms such as `▾ 2.1 better`, and its tone."""

    text: str
    short: str
    shortest: str
    tone: Tone


def change_words(change: JSON | None, unit: str, better: str | None) -> Change | None:
    """Return the words for a change, `None` where there is none to speak of.

    A change that does not stand out, or that rounds to zero, gets no arrow; one that was not put to the test (those of
    buckets are not) gets its sign only. `better` is `higher`, `lower` or `neither`.
    """
    if not change or change.get("value") is None:
        return None
    size, measure = _size(abs(change["value"]), change.get("unit"), unit)
    if change.get("stands_out") is False:
        return Change("no clear change", "no clear change", "unclear", "quiet")
    if not size.strip("0.,"):
        return Change("no change", "no change", "no change", "quiet")
    if "stands_out" not in change:
        signed = f"{'+' if change['value'] > 0 else '-'}{size} {measure}".rstrip()
        return Change(signed, signed, signed, "quiet")
    rose = change["value"] > 0
    arrow, (word, tone) = "▴" if rose else "▾", _direction(better, rose=rose)
    short = f"{size}{' %' if measure == '%' else ''}"
    full = short if measure in {"%", ""} else f"{size} {measure}"
    shorter = f"{arrow} {short} {word}"
    return Change(f"{arrow} {full} {word}", shorter, shorter, tone)


def compared_text(reply: JSON) -> str:
    """Return what a reply is compared with, such as `1-28 Feb` or `the other segment`, or nothing."""
    before, now = (reply.get("previous") or {}).get("period"), reply.get("period")
    if not before or not now:
        return ""
    if all(before.get(end) == now.get(end) for end in ("from", "to")):
        return "the other segment"
    return period_text(before, beside=now)


def difference_text(change: JSON | None, unit: str) -> str:
    """Return between which values the change lies, such as `-4.1 to -0.1 points`, or nothing where it is not known."""
    interval = (change or {}).get("interval") or {}
    if change is None or interval.get("low") is None or interval.get("high") is None:
        return ""
    ends = [_signed(interval[end], change.get("unit"), unit) for end in ("low", "high")]
    measure = _size(1, change.get("unit"), unit)[1]
    return f"{ends[0]} to {ends[1]} {measure}".rstrip()


def band_words(band: JSON | None, unit: str) -> str:
    """Return the verdict with the limit it is about, such as `good, < 40 %` or `outside 75..85 %`."""
    if not band or not band.get("verdict"):
        return ""
    verdict = str(band["verdict"])
    if verdict in MERITS:
        return f"{verdict}, {limit_text(str(band.get(verdict, '')), unit)}"
    if outside := band_verdict(band):
        least = next(str(band[name]) for name in reversed(MERITS) if band.get(name))
        return f"{outside} {limit_text(least, unit)}"
    return f"usual {limit_text(str(band['usual']), unit)}" if band.get("usual") else ""


def band_verdict(band: JSON | None) -> str:
    """Return the verdict in one word, or nothing where no band says what is good."""
    if not band or not any(band.get(name) for name in MERITS):
        return ""
    return str(band.get("verdict") or "")


def bands_text(band: JSON | None, unit: str) -> str:
    """Return every band with its source, such as `good < 40 %, usual 20..55 % (guide 000)`."""
    if not band:
        return ""
    names = [name for name in (*reversed(MERITS), "usual") if band.get(name)]
    limits = ", ".join(f"{name} {limit_text(str(band[name]), unit)}" for name in names)
    source = str(band.get("source") or "")
    return f"{limits} ({source})" if limits and source else limits or source


def limit_text(limit: str, unit: str) -> str:
    """Return a limit such as `< 0.40` as people read it: `< 40 %` for a share; other units stay as written."""
    if unit != "share" or not limit:
        return limit
    return f"{_NUMBER.sub(lambda number: f'{float(number.group()) * 100:g}', limit)} %"


def _size(value: float, change_unit: str | None, unit: str) -> tuple[str, str]:
    """Return the size of a change without sign, and what it is measured in: `%`, `points`, or the unit of the score."""
    if change_unit == "relative":
        return (number_text(value * 100) if value >= 1 else _one_decimal(value)), "%"
    if unit == "share":
        return _one_decimal(value), "points"
    return (number_text(value, 2), "") if unit in ("score", "ratio") else (number_text(value, 1), "points")


def _signed(value: float, change_unit: str | None, unit: str) -> str:
    """Return one end of a change with its sign."""
    size = _size(abs(value), change_unit, unit)[0]
    return f"{'+' if value > 0 else '-'}{size}" if size.strip("0.,") else size


def _one_decimal(share: float) -> str:
    """Return a share as percent with one decimal, plain `0.0` where it rounds to nothing."""
    return number_text(share * _WHOLE_PERCENT, 1) if share >= 0.0005 else "0.0"  # noqa: PLR2004


def _direction(better: str | None, *, rose: bool) -> tuple[str, Tone]:
    """Return the word and the tone of a rise or a fall."""
    if better not in {"higher", "lower"}:
        return ("higher" if rose else "lower"), "plain"
    return ("better", "better") if rose == (better == "higher") else ("worse", "worse")
