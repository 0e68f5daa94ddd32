"""Calculators of attention: the web site."""

from dataclasses import replace

from regard.metrics.bands import Bands, at_least
from regard.metrics.calculators.calculator import Calculator, mean, share
from regard.metrics.calculators.given import Given, amount

VISITS = Given("visits", 200)

ATTENTION: tuple[Calculator, ...] = (
    share("new_visitor_share", Given("new_visitors", 30), Given("visitors", 200), better="neither"),
    share("bounce_rate", Given("bounces", 62), VISITS, better="lower", formula="bounces / visits with a page view"),
    share("engaged_visit_rate", Given("engaged", 120), VISITS),
    mean("pages_per_visit", Given("page_views", 500), VISITS, unit="ratio"),
    mean("visit_duration", amount("total", 18000), Given("n", 200), unit="seconds"),
    mean("engaged_time", amount("total", 9000), Given("n", 200), unit="seconds"),
    mean("time_on_page", amount("total", 10400), Given("n", 200), unit="seconds"),
    mean("scroll_depth", amount("total", 100), Given("n", 200), unit="share"),
    share(
        "exit_rate",
        Given("exits", 40),
        Given("page_views", 400),
        better="lower",
        formula="exits at a page / views of it",
    ),
    share(
        "click_through_rate",
        Given("clicks", 65),
        Given("impressions", 1000),
        may_exceed=True,
        bands=Bands(good=at_least(0.06), source="guide 001"),
    ),
    share("click_to_open_rate", Given("unique_clicks", 50), Given("unique_opens", 200), may_exceed=True),
    replace(
        share("conversion_rate", Given("converting_visitors", 200), Given("visitors", 1000)),
        variants={"visit": replace(share("conversion_rate", Given("converting_visits", 20), VISITS), variant="visit")},
    ),
    share("conversion", Given("converted", 20), Given("starters", 100)),
    share("checkout_abandonment", Given("abandoned", 65), Given("started", 100), better="lower"),
)
