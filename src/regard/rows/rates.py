"""Amounts in one currency, by rates that were declared; nothing is converted by a rate that nobody gave."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from regard.errors import RegardError

if TYPE_CHECKING:
    import ibis

Rates = Mapping[str, tuple[str, float]]
"""From a currency to the one that it is told in, and what one unit of it is worth there."""

AMOUNTS = ("total", "amount", "monthly_amount")
_CODE = re.compile(r"[A-Z]{3}")
_EXAMPLE = 'Write ws.declare("rate", "USD", to="EUR", value=0.92).'


def read_rates(declared: Mapping[str, Mapping[str, Any]]) -> Rates:
    """Return the rates that are declared; all lead to one currency.

    Raises `RegardError` with code `bad_value` for what is no rate, and `not_together` for two currencies to be told in.
    """
    rates = {code: _read_rate(code, spec) for code, spec in declared.items()}
    targets = {to: code for code, (to, _) in rates.items()}
    if len(targets) > 1:
        one, other, *_ = targets
        message = f"{targets[one]} has a rate to {one}, and {targets[other]} one to {other}."
        raise RegardError("not_together", message, "Amounts are told in one currency: give every rate to the same one.")
    for code in rates.keys() & targets.keys():
        message = f"{code} is the currency that the rates lead to, and has a rate to another one."
        raise RegardError("not_together", message, f"Leave the rate of {code} out.")
    return rates


def _read_rate(code: str, spec: Mapping[str, Any]) -> tuple[str, float]:
    """Return the currency that a rate leads to, and its value."""
    unknown = sorted(spec.keys() - {"to", "value"})
    if unknown:
        raise RegardError("unknown_argument", f'A rate has no "{unknown[0]}".', _EXAMPLE)
    to: Any = spec.get("to")
    value: Any = spec.get("value")
    for name in (code, to):
        if not isinstance(name, str) or not _CODE.fullmatch(name):
            raise RegardError("bad_value", f"{name!r} is not the code of a currency.", _EXAMPLE)
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not is_number or value <= 0:
        raise RegardError("bad_value", f"{value!r} is not what a {code} is worth in {to}.", _EXAMPLE)
    return to, float(value)


def converted(rows: ibis.Table, rates: Rates, amounts: Sequence[str] = AMOUNTS) -> ibis.Table:
    """Return rows with their amounts and their `currency` in the currency that the rates lead to.

    Amounts in a currency without a rate, or in none, stay as they are.
    """
    import ibis

    present = [name for name in amounts if name in rows.columns]
    if not rates or not present or "currency" not in rows.columns:
        return rows
    worth = ibis.cases(*((rows.currency == code, rate) for code, (_, rate) in sorted(rates.items())), else_=1.0)
    told = ibis.cases(*((rows.currency == code, to) for code, (to, _) in sorted(rates.items())), else_=rows.currency)
    return rows.mutate(**{name: rows[name] * worth for name in present}, currency=told)
