"""Orders and those who place them."""

import ibis

from regard.rows.log import records_of
from regard.rows.people import with_user


def orders() -> ibis.Table:
    """Return one row per order, its person resolved."""
    table = with_user(records_of("order"))
    return table.mutate(is_kept=table.status == "paid")
