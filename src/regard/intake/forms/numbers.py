"""Numbers as people write them: 1.234,5 or 1,234.5 or 45 %, decided from the column and made plain."""

from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

Decimal = Literal[".", ","]
NOT_SAID = ("", "-", "\u2013", "\u2014", "NULL", "null", "\\N", "N/A", "n/a", "NaN", "nan")
"""What stands for nothing in a column that is not text."""

_TRIMMED = " \t\u00a0\u202f"
_THOUSANDS_BY_COMMA = r"[,\x{a0}\x{202f} ']"
_THOUSANDS_BY_POINT = r"[.\x{a0}\x{202f} ']"
_COMMA_IS_DECIMAL = (
    rf"^[+-]?(?:\d{{1,3}}(?:{_THOUSANDS_BY_POINT}\d{{3}})+|\d+),(?:\d{{1,2}}|\d{{4,}})%?$"
    r"|^[+-]?\d{1,3}(?:\.\d{3}){2,}%?$|^[+-]?\d{1,3}(?:\.\d{3})+,\d+%?$|^[+-]?0,\d+%?$"
)
_POINT_IS_DECIMAL = (
    rf"^[+-]?(?:\d{{1,3}}(?:{_THOUSANDS_BY_COMMA}\d{{3}})+|\d+)\.(?:\d{{1,2}}|\d{{4,}})%?$"
    r"|^[+-]?\d{1,3}(?:,\d{3}){2,}%?$|^[+-]?\d{1,3}(?:,\d{3})+\.\d+%?$|^[+-]?0\.\d+%?$"
)
_EITHER = r"^[+-]?[1-9]\d{0,2}[.,]\d{3}%?$"
_GROUPS = {".": _THOUSANDS_BY_COMMA, ",": _THOUSANDS_BY_POINT}
_GROUPED = {
    ".": rf"^[+-]?\d{{1,3}}(?:{_THOUSANDS_BY_COMMA}\d{{3}})+(?:\.\d+)?$",
    ",": rf"^[+-]?\d{{1,3}}(?:{_THOUSANDS_BY_POINT}\d{{3}})+(?:,\d+)?$",
}
_COMMA_PLAIN = r"^[+-]?\d+,\d+$"


def decimal_signs(texts: pa.Array) -> set[Decimal]:
    """Return which decimal signs the numbers of a column must have; empty when every one can be read in both ways."""
    trimmed = _trimmed(texts)
    signs: set[Decimal] = set()
    if _any(trimmed, _COMMA_IS_DECIMAL):
        signs.add(",")
    if _any(trimmed, _POINT_IS_DECIMAL):
        signs.add(".")
    return signs


def two_ways(texts: pa.Array, sign: Decimal) -> str | None:
    """Return a number in which the sign parts either thousands or a fraction, such as 1,234, if the column has one."""
    trimmed = _trimmed(texts)
    either = pc.and_(pc.match_substring_regex(trimmed, _EITHER), pc.match_substring(trimmed, sign))
    found = trimmed.filter(pc.fill_null(either, fill_value=False))
    return str(found[0].as_py()) if len(found) else None


def plain_numbers(texts: pa.Array, decimal: Decimal) -> pa.Array:
    """Return numbers without thousands signs and percent signs, with a decimal point; what is none stays as it is."""
    trimmed = _trimmed(texts)
    bare = trimmed
    has_percent = pc.ends_with(trimmed, "%")
    if pc.any(has_percent).as_py():
        bare = pc.ascii_rtrim(pc.if_else(has_percent, pc.utf8_slice_codeunits(trimmed, 0, -1), trimmed), " ")
    grouped = pc.match_substring_regex(bare, _GROUPED[decimal])
    if pc.any(grouped).as_py():
        bare = pc.if_else(grouped, pc.replace_substring_regex(bare, _GROUPS[decimal], ""), bare)
    if decimal == ",":
        comma = pc.match_substring_regex(bare, _COMMA_PLAIN)
        pointed = pc.match_substring_regex(bare, r"^[+-]?\d+\.\d+$")
        bare = pc.if_else(comma, pc.replace_substring(bare, ",", "."), pc.if_else(pointed, texts, bare))
    return without_dashes(bare)


def without_dashes(texts: pa.Array) -> pa.Array:
    """Return texts with null for those that stand for nothing."""
    empty = pc.is_in(pc.utf8_trim(texts, _TRIMMED), pa.array(NOT_SAID))
    return pc.if_else(empty, pa.scalar(None, pa.string()), texts) if pc.any(empty).as_py() else texts


def _trimmed(texts: pa.Array) -> pa.Array:
    """Return texts without blanks of any kind around them."""
    return pc.utf8_trim(texts, _TRIMMED)


def _any(texts: pa.Array, pattern: str) -> bool:
    """Return whether any text fits a pattern."""
    return bool(pc.any(pc.match_substring_regex(texts, pattern)).as_py())
