"""Posts, profiles, mentions and social visits for one question."""

from collections.abc import Sequence
from typing import Any

import ibis

from regard.errors import RegardError, unknown
from regard.metrics.compile.buckets import local_days, spans_of, within
from regard.metrics.compile.grain import RowsAt
from regard.metrics.compile.having import filtered
from regard.metrics.compile.record_rows import RecordRows
from regard.metrics.compile.scope import Scope, group_label
from regard.metrics.compile.touch_rows import TouchRows
from regard.metrics.kinds import Metric
from regard.rows import visits
from regard.rows.filters import condition, fields_of
from regard.rows.mentions import mentions
from regard.rows.posts import posts
from regard.rows.profiles import profile_days
from regard.rows.sources import record_source

SOCIAL_CHANNELS = ("social", "paid_social", "organic_social")
"""What the channel or the medium of a visit is called that came from a network."""

_OF_PROFILE = ("network", "profile")


def followed_posts_at(metrics: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes one row per post, beside the followers that its profile had on the day of the post."""
    rows = posts()
    rows = rows.filter(within(rows.time, scope))
    rows = rows.mutate(post_day=local_days(rows.time, scope))
    days = profile_days()
    told = days.filter(days.followers.notnull())
    until = told.day.lead().over(ibis.window(group_by=_OF_PROFILE, order_by="day"))
    told = told.select(
        followed_network=told.network,
        followed_profile=told.profile,
        day=told.day,
        until=until,
        followers=told.followers,
    )
    joined = rows.left_join(
        told,
        [
            rows.network == told.followed_network,
            rows.profile.identical_to(told.followed_profile),
            told.day <= rows.post_day,
            told.until.isnull() | (told.until > rows.post_day),
        ],
    )
    return RecordRows(joined.select(rows, told.followers), metrics[0].dated or "time", scope).records


def mentions_at(metrics: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes one row per mention; those of one author belong together where no person is known."""
    rows = mentions()
    own = scope.options.get("own", ())
    source = record_source(rows, fields_of(own), scope.zone)
    tests = [condition(item, source.field) for item in own]
    told = source.table.mutate(is_own=ibis.and_(*tests) if tests else ibis.literal(False))
    records = RecordRows(told.select(*rows.columns, "is_own"), metrics[0].dated or "time", scope)

    def rows_at(keys: Sequence[str]) -> ibis.Table:
        found = records.records(keys)
        author = found.network.fill_null("") + " " + found.author
        return found.mutate(cluster=ibis.coalesce(found.person, author, found.id))

    return rows_at


def profiles_at(_: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes one row per profile and span of time.

    Raises `RegardError` with code `unknown_field` for other fields than network and profile, `not_together` for hours.
    """
    for name in sorted(scope.fields()):
        if name not in _OF_PROFILE:
            raise unknown("field", name, _OF_PROFILE)
    if scope.every == "hour":
        raise RegardError("not_together", "Followers are counted by days and have no hours.", 'Take every="day".')
    source = filtered(record_source(profile_days(), scope.fields(), scope.zone), scope)
    groups = {group_label(index): source.field(name).key() for index, name in enumerate(scope.by)}
    days = source.table.mutate(**groups) if groups else source.table

    def rows_at(keys: Sequence[str]) -> ibis.Table:
        reaching = days.cross_join(spans_of(scope, keys))
        return _profiles(reaching.filter(reaching.day <= reaching["last"]), keys)

    return rows_at


def _profiles(days: ibis.Table, keys: Sequence[str]) -> ibis.Table:
    """Return profiles from their days up to the end of each span; the columns are those of `ProfileInPeriod`.

    The start is the last count before the span. Without one it is the first count within it, less what was gained
    that day and with what was lost; where that is not told, or makes no sense, the first count as it is, if a later one
    follows.
    """
    inside, told = days.day >= days["first"], days.followers.notnull()
    opening = {name: days[name].argmin(days.day, where=inside & told) for name in ("followers", "gained", "lost")}
    grouped = days.group_by([*keys, *_OF_PROFILE]).agg(
        followers=days.followers.argmax(days.day, where=told),
        before=days.followers.argmax(days.day, where=told & ~inside),
        first_day=days.day.min(where=inside & told),
        last_day=days.day.max(where=inside & told),
        gained=days.gained.sum(where=inside),
        lost=days.lost.sum(where=inside),
        **{f"opening_{name}": value for name, value in opening.items()},
    )
    rolled_back = grouped.opening_followers - grouped.opening_gained + grouped.opening_lost
    opened = ibis.ifelse(rolled_back >= 0, rolled_back, ibis.null("int64"))
    follows = grouped.last_day > grouped.first_day
    late = ibis.ifelse(follows, grouped.opening_followers, ibis.null("int64"))
    start = ibis.coalesce(grouped.before, opened, late)
    is_late = grouped.before.isnull() & opened.isnull() & late.notnull()
    return grouped.mutate(
        followers_start=ibis.ifelse(grouped.last_day.notnull(), start, ibis.null("int64")),
        is_late=is_late,
        cluster=grouped.network + " " + grouped.profile.fill_null(""),
    )


def social_touches_at(metrics: Sequence[Metric[Any]], scope: Scope) -> RowsAt:
    """Return what makes one row per event of a visit that came from a network."""
    touches = TouchRows(scope, whole_visits=metrics[0].whole)
    from_network = visits.TABLE.channel.lower().isin(SOCIAL_CHANNELS) | visits.TABLE.utm_medium.lower().isin(
        SOCIAL_CHANNELS
    )
    social = visits.TABLE.filter(from_network.fill_null(False)).select("visit")
    return lambda keys: touches.events(keys).semi_join(social, "visit")
