"""Touches with the fields that a question names."""

from collections.abc import Iterable

import ibis

from regard.metrics.compile.buckets import is_in_period
from regard.metrics.compile.scope import Scope
from regard.rows.sources import Source, touch_source


def asked_touches(rows: ibis.Table, fields: Iterable[str], scope: Scope) -> Source:
    """Return touches with fields joined to them, as the log of the scope tells; who is new is said of its period.

    Raises `RegardError` with code `unknown_field`.
    """
    return touch_source(rows, fields, scope.zone, lambda seen: is_in_period(seen, scope), log=scope.log)
