"""Attention: what happens on the web site."""

from dataclasses import replace

from regard.metrics.bands import Bands, at_least, below, between
from regard.metrics.catalogue.attention_clicks import METRICS as CLICKS
from regard.metrics.catalogue.attention_conversion import METRICS as CONVERSION
from regard.metrics.kinds import Count, Distinct, Mean, Ratio
from regard.rows.grains.page_visits import PAGE_VISITS
from regard.rows.grains.people_in_period import PEOPLE, VISITORS
from regard.rows.grains.touches import EVENTS
from regard.rows.grains.visits import VISITS

VIEWING_VISITS = VISITS.where(lambda visit: visit.page_views > 0)

page_views = Count(
    name="page_views",
    asks="How many pages were viewed?",
    reads="Every page view counts, reloads too; screens of an app and other events do not.",
    formula="page events",
    of=EVENTS.where(lambda touch: touch.type == "page"),
    unit="count",
    better="higher",
    bands=Bands(source="guide 001, a month: small sites about 1,000, large ones about 10,000"),
    since="0.1",
)

events = Count(
    name="events",
    asks="How many things happened?",
    reads="Page views, screen views and tracked actions; attention is not counted. With event= only those that fit.",
    formula="page, screen and track events",
    of=EVENTS.where(lambda touch: touch.fits_event),
    unit="count",
    better="neither",
    takes=("event",),
    since="0.1",
)

unique_visitors = Distinct(
    name="unique_visitors",
    asks="How many people came?",
    reads="Distinct people with a visit. Exact, and never the sum of its days.",
    formula="distinct people with a visit",
    of=VISITORS,
    unit="people",
    better="higher",
    parts={"identified": lambda person: person.identified},
    since="0.1",
)

new_visitor_share = Mean(
    name="new_visitor_share",
    asks="What share of the visitors came for the first time?",
    reads="A person is new when the first event of any kind, over all history, lies in the time asked for.",
    formula="people first seen inside the period / visitors",
    of=VISITORS,
    value=lambda person: person.is_new,
    unit="share",
    interval="wilson",
    better="neither",
    bands=Bands(usual=at_least(0.10), source="guide 001"),
    counts=("new_visitors", "visitors"),
    since="0.1",
)

visits = Count(
    name="visits",
    asks="How many visits were there?",
    reads="A visit over midnight counts in both days, and once in the whole.",
    formula="visits with an event in the time",
    of=VISITS,
    unit="count",
    better="higher",
    since="0.1",
)

visit_duration = Mean(
    name="visit_duration",
    asks="How long does a visit last?",
    reads="From the first to the last page, screen or track event; a bounce lasts 0 seconds.",
    formula="mean of last minus first event of a visit",
    of=VISITS,
    value=lambda visit: visit.duration,
    unit="seconds",
    better="higher",
    counts=("total", "n"),
    whole=True,
    since="0.1",
)

engaged_time = Ratio(
    name="engaged_time",
    asks="How long do people pay attention in a visit?",
    reads="Time in focus as the browser measured it, over all visits; null where nothing measured it.",
    formula="focused seconds / visits",
    of=VISITS,
    value=lambda visit: visit.engaged_seconds,
    over=lambda _: 1,
    unit="seconds",
    better="higher",
    counts=("total", "n"),
    whole=True,
    since="0.1",
)

_bounce_band = Bands(good=below(0.40), usual=between(0.20, 0.55), source="good: guide 000; usual: guide 001")

bounce_rate = Mean(
    name="bounce_rate",
    asks="What share of visits ended after one page and nothing else?",
    reads="Visits without a page view are out of both. An event marked as not interactive does not save a visit.",
    formula="visits with fewer than 2 page views and no interactive track event / visits with a page view",
    of=VIEWING_VISITS,
    value=lambda visit: visit.is_bounce,
    unit="share",
    interval="wilson",
    better="lower",
    bands=_bounce_band,
    counts=("bounces", "visits"),
    whole=True,
    since="0.1",
)
bounce_rate = replace(
    bounce_rate,
    variants={
        "single_page": replace(
            bounce_rate,
            reads="Whatever else was done on the page does not count.",
            formula="visits with one page view / visits with a page view",
            value=lambda visit: visit.page_views == 1,
        ),
        "not_engaged": replace(
            bounce_rate,
            of=VISITS,
            reads="As GA4 says it: what is not engaged has bounced.",
            formula="1 - engaged_visit_rate",
            value=lambda visit: ~visit.is_engaged,
        ),
        "metrica": replace(
            bounce_rate,
            of=VISITS,
            reads="As Yandex.Metrica says it.",
            formula="visits with at most 1 page, less than 15 s of attention and no interactive event / visits",
            value=lambda visit: (
                (visit.page_views <= 1) & (visit.engaged_seconds.fill_null(0) < 15) & (visit.interactions == 0)
            ),
        ),
    },
)

engaged_visit_rate = Mean(
    name="engaged_visit_rate",
    asks="What share of visits showed interest?",
    reads="Ten seconds of attention, a second page, or reaching any declared goal.",
    formula="visits with >= 10 s focused, or >= 2 page views, or a conversion / visits",
    of=VISITS,
    value=lambda visit: visit.is_engaged,
    unit="share",
    interval="wilson",
    better="higher",
    counts=("engaged", "visits"),
    whole=True,
    since="0.1",
)

pages_per_visit = Ratio(
    name="pages_per_visit",
    asks="How many pages does a visit see?",
    reads="In a day of a series, the views of that day over the visits of that day.",
    formula="page views / visits",
    of=VISITS,
    value=lambda visit: visit.views_inside,
    over=lambda _: 1,
    unit="ratio",
    better="higher",
    bands=Bands(good=between(1.7, 4), source="guide 001: services about 2, shops 3 and more"),
    counts=("page_views", "visits"),
    since="0.1",
)

time_on_page = Mean(
    name="time_on_page",
    asks="How long do people stay on a page?",
    reads="Time in focus per page and visit. Where nothing measured it, the time to the next page; see the method.",
    formula="focused seconds per (visit, page), mean over those with data",
    of=PAGE_VISITS,
    value=lambda page: page.engaged_seconds,
    unit="seconds",
    better="higher",
    bands=Bands(usual=at_least(52), source="guide 001"),
    counts=("total", "n"),
    since="0.1",
)
time_on_page = replace(
    time_on_page,
    variants={
        "focused": time_on_page,
        "next_page": replace(
            time_on_page,
            reads="Reloads are taken together, a stay is at most 1800 seconds, and the last page of a visit has none.",
            formula="seconds to the next page per (visit, page), mean over those with a next page",
            value=lambda page: page.stay_seconds,
        ),
    },
)

scroll_depth = Mean(
    name="scroll_depth",
    asks="How far down do people scroll?",
    reads="The furthest point per page and visit, where it was measured.",
    formula="mean of the maximum scroll per (visit, page) that has data",
    of=PAGE_VISITS.where(lambda page: page.scroll.notnull()),
    value=lambda page: page.scroll,
    unit="share",
    better="higher",
    bands=Bands(good=at_least(0.50), source="guide 001"),
    parts={
        "reached_25": lambda page: page.scroll >= 0.25,
        "reached_50": lambda page: page.scroll >= 0.50,
        "reached_75": lambda page: page.scroll >= 0.75,
        "reached_90": lambda page: page.scroll >= 0.90,
    },
    counts=("total", "n"),
    since="0.1",
)

exit_rate = Ratio(
    name="exit_rate",
    asks="How often is a page the last one of a visit?",
    reads="Split by page to find where people leave; split visits by exit_page for the list of exits.",
    formula="exits at a page / views of the page",
    of=PAGE_VISITS,
    value=lambda page: page.is_exit,
    over=lambda page: page.views_inside,
    unit="share",
    interval="wilson",
    better="lower",
    counts=("exits", "page_views"),
    since="0.1",
)

conversions = Count(
    name="conversions",
    asks="How often was the goal reached?",
    reads="Every event that reaches the goal counts, several of one person too.",
    formula="events that reach the goal",
    of=EVENTS.where(lambda touch: touch.fits_goal),
    unit="count",
    better="higher",
    takes=("goal",),
    needs=("goal",),
    since="0.1",
)

converting_visitors = Distinct(
    name="converting_visitors",
    asks="How many visitors reached the goal?",
    reads="Distinct people with a visit and the goal in the time asked for.",
    formula="distinct visitors with an event that reaches the goal",
    of=VISITORS.where(lambda person: person.did_goal),
    unit="people",
    better="higher",
    takes=("goal",),
    needs=("goal",),
    since="0.1",
)

conversion_rate = Mean(
    name="conversion_rate",
    asks="What share of the visitors reached the goal?",
    reads='Each visitor counts once, however often; per="visit" asks for the share of visits.',
    formula="unique converting visitors / unique visitors",
    of=VISITORS,
    value=lambda person: person.did_goal,
    unit="share",
    interval="wilson",
    better="higher",
    bands=Bands(good=at_least(0.20), source="guide 004"),
    counts=("converting_visitors", "visitors"),
    takes=("goal",),
    needs=("goal",),
    since="0.1",
)
conversion_rate = replace(
    conversion_rate,
    per={
        "visit": Mean(
            name="conversion_rate",
            asks="What share of the visits reached the goal?",
            reads="Each visit counts once, however often it reached the goal.",
            formula="visits that reached the goal / visits",
            of=VISITS,
            value=lambda visit: visit.did_goal,
            unit="share",
            interval="wilson",
            better="higher",
            counts=("converting_visits", "visits"),
            takes=("goal",),
            needs=("goal",),
            since="0.1",
        )
    },
)

checkout_abandonment = Mean(
    name="checkout_abandonment",
    asks="What share of those who start the checkout do not finish it?",
    reads="start and end name the two events; whoever does end at or after start has finished.",
    formula="1 - people finishing checkout / people starting it",
    of=PEOPLE.where(lambda person: person.did_start),
    value=lambda person: ~person.did_end,
    unit="share",
    interval="wilson",
    better="lower",
    counts=("abandoned", "started"),
    takes=("start", "end"),
    needs=("start", "end"),
    since="0.1",
)

METRICS = (
    page_views,
    events,
    unique_visitors,
    new_visitor_share,
    visits,
    visit_duration,
    engaged_time,
    bounce_rate,
    engaged_visit_rate,
    pages_per_visit,
    time_on_page,
    scroll_depth,
    exit_rate,
    conversions,
    converting_visitors,
    conversion_rate,
    checkout_abandonment,
    *CLICKS,
    *CONVERSION,
)
