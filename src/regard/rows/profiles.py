"""Profiles: who follows a business on the networks, day by day."""

import ibis

from regard.rows.log import records_of


def profile_days() -> ibis.Table:
    """Return one row per profile and day: of several records of a day the latest that tells each number."""
    table = records_of("profile_day")
    key = ibis.struct({"as_of": table.as_of, "id": table.id})
    numbers = {name: table[name].argmax(key, where=table[name].notnull()) for name in ("followers", "gained", "lost")}
    return table.group_by(["network", "profile", "day"]).agg(**numbers)
