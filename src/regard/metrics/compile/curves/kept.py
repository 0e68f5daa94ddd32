"""Curves of activity from tables that are kept: return gaps, cohorts by day, active days by the number of the person.

The statements depend on the kind of bucket alone. Their days are blanks: `first` and `last` are those of the period.
"""

import ibis

from regard.metrics.compile.curves.numbered import PLACE_BITS, SIDE_BITS, blank, bucket_number, days_before
from regard.metrics.compile.scope import Every
from regard.rows import active_days, cohorts, people, return_gaps
from regard.rows.dimensions import ACTIVE


def lifecycle_of_gaps(every: Every, week_start: str) -> ibis.Table:
    """Return by bucket (`number`) how many people were active, came from the bucket before, and were new.

    Read are days from `since` to `until`. `active` and `came` count whole buckets, of which `returning`, `new` and
    `inside` count the days up to `last`; `of_period` are people on their first active day of the period.
    """
    rows = return_gaps.TABLE
    rows = rows.filter(rows.activity == ACTIVE, rows.dimension == "", _between(rows.day, "since", "until"))
    before = days_before(rows.day, rows.back)
    rows = rows.mutate(
        number=bucket_number(rows.day, every, week_start),
        known=bucket_number(before, every, week_start),
        joined=bucket_number(days_before(rows.day, rows.seen), every, week_start),
        enters=before.isnull() | (before < blank("first")),
    )
    inside = rows.day <= blank("last")
    is_first = rows.known.isnull() | (rows.known < rows.number)
    comes_again = rows.known == rows.number - 1
    counted = {
        "active": is_first,
        "came": comes_again,
        "inside": is_first & inside,
        "returning": comes_again & inside,
        "new": (rows.joined == rows.number) & inside,
        "of_period": rows.enters & (rows.day >= blank("first")) & inside,
    }
    return rows.group_by("number").agg({name: _people(rows, of) for name, of in counted.items()})


def cut_bucket() -> ibis.Table:
    """Return the same of the first bucket of a period that begins within it: `inside`, `returning` and `new`.

    Read are days from `since`, where the bucket before begins, to `until`; the bucket begins with `begins`.
    """
    rows = active_days.TABLE
    rows = rows.filter(_between(rows.day, "since", "until"))
    each = rows.group_by("number").agg(
        came=(rows.day < blank("begins")).any(), inside=(rows.day >= blank("first")).any()
    )
    each = each.filter(each.inside)
    seen = people.TABLE.select("number", is_new=people.TABLE.first_day >= blank("begins"))
    joined = each.join(seen, "number")
    return joined.aggregate(
        inside=joined.count(), returning=joined.count(where=joined.came), new=joined.count(where=joined.is_new)
    )


def cohort_cells(every: Every, week_start: str) -> ibis.Table:
    """Return how many people of each cohort were active in which bucket: `cohort` and `number` of it, `people`.

    `joined` is the size of the cohort, told at its own bucket. Read are days up to `until`, and as many buckets as
    there are `columns`.
    """
    rows = cohorts.TABLE
    rows = rows.filter(_between(rows.first_day, "first", "last"), rows.day <= blank("until"))
    rows = rows.mutate(
        cohort=bucket_number(rows.first_day, every, week_start), number=bucket_number(rows.day, every, week_start)
    )
    rows = rows.filter(rows.number - rows.cohort < blank("columns", "int64"))
    once = rows.people if every == "day" else rows[f"of_{every}"]
    joined = rows.people.sum(where=rows.first_day == rows.day)
    return rows.group_by(["cohort", "number"]).agg(people=once.sum(), joined=joined.fill_null(0))


def person_buckets(every: Every, week_start: str) -> ibis.Table:
    """Return active days from `since` to `until` as one number each, `key`, the same for all of a bucket and side.

    Its bits are the number of the person, that of the bucket, and the side of the period; see `numbered`.
    """
    rows = active_days.TABLE
    rows = rows.filter(_between(rows.day, "since", "until"))
    side = (rows.day >= blank("first")).cast("int64") + (rows.day > blank("last")).cast("int64")
    place = bucket_number(rows.day, every, week_start)
    return rows.select(key=(rows.number.cast("int64") * (1 << PLACE_BITS) + place) * (1 << SIDE_BITS) + side)


def person_days() -> ibis.Table:
    """Return the `number` of the person of each active day of the period."""
    rows = active_days.TABLE
    return rows.filter(_between(rows.day, "first", "last")).select("number")


def _between(day: ibis.expr.types.DateColumn, first: str, last: str) -> ibis.expr.types.BooleanColumn:
    """Return whether days lie between two blanks, both included."""
    return (day >= blank(first)) & (day <= blank(last))


def _people(rows: ibis.Table, condition: ibis.expr.types.BooleanColumn) -> ibis.expr.types.IntegerScalar:
    """Return the sum of the people for which a condition holds; where it is null it does not."""
    return rows.people.sum(where=condition.fill_null(False)).fill_null(0)
