"""A refused row as text: JSON that keeps every value, also those that JSON has no word for."""

import math
from collections.abc import Mapping

import msgspec


def raw_text(row: Mapping[str, object]) -> str:
    """Return a row as JSON text; values that JSON does not know are written as text."""
    try:
        return msgspec.json.encode(_plain(row), enc_hook=str).decode()
    except (TypeError, ValueError, UnicodeEncodeError, msgspec.MsgspecError, RecursionError):
        return ascii(dict(row))


def _plain(value: object) -> object:
    """Return a value with keys of text and without numbers that JSON lacks."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bytes):
        return _unpacked(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _unpacked(value: bytes) -> object:
    """Return the value that bytes of JSON say, else the bytes as text with escapes."""
    try:
        return msgspec.json.decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return value.decode("utf-8", errors="backslashreplace")
