"""`regard demo`: a simulated shop, measured."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from regard.errors import RegardError
from regard.serving.cli.options import AsJson
from regard.serving.cli.output import say, say_json
from regard.serving.cli.shop import Shop, open_shop
from regard.serving.cli.shop_pages import CURVES, OVER_THE_YEAR, Page, measure
from regard.showing.cells.meaning import meaning_text
from regard.showing.dates import period_text
from regard.showing.terminal import Board
from regard.showing.terminal.cells import CellViews
from regard.showing.terminal.facts import Facts
from regard.showing.terminal.heading import WIDTH, heading_line
from regard.showing.words import JSON, half_width_text, label_text, number_text, value_text
from regard.workspace import clock

EVENTS, SEED = 100_000, 1


class _Curve:
    """A curve in short: its title, what its value says, and its cells."""

    def __init__(self, reply: JSON) -> None:
        """Keep the reply as JSON."""
        self._reply = reply

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield title, value and cells."""
        reply = self._reply
        yield heading_line(label_text(reply["metric"]), period_text(reply["period"]), min(options.max_width, WIDTH))
        value = Text(value_text(reply["value"], reply["unit"]), style="bold")
        value.append(f" {half_width_text(reply['interval'], reply['unit'])}".rstrip(), style="not bold dim")
        yield Facts([(value, meaning_text(reply))])
        yield from CellViews(reply).whole()


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the shop will be.")] = Path("demo"),
    *,
    events: Annotated[int, typer.Option(min=1_000, metavar="N", help="How many events, about.")] = EVENTS,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Another seed is another shop.")] = SEED,
    end: Annotated[str | None, typer.Option(metavar="DATE", help="The last day. [default: yesterday]")] = None,
    as_json: AsJson = False,
) -> None:
    """Make up a shop, load it, and measure it.

    The shop has a site, an app, a help desk and surveys; each family of metrics is a page. A second time the shop is
    there already, and is only measured.
    """
    wanted = Shop(events, seed, None if end is None else _day(end))
    with open_shop(folder, wanted, clock.now().date() - timedelta(days=1), quiet=as_json) as (workspace, truth):
        pages = measure(workspace, truth)
        if as_json:
            say_json(dict(pages))
            return
        for family, page in _watched(pages):
            _tell_page(family, page)
    _tell_more(folder, truth)


def _day(text: str) -> date:
    """Return a day; raises `RegardError` with code `bad_value`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RegardError("bad_value", f'"{text}" is not a day.', "Write it like 2025-06-30.") from None


def _watched(pages: Iterator[tuple[str, Page]]) -> Iterator[tuple[str, Page]]:
    """Yield the pages as they come; a terminal says meanwhile that there is work in hand."""
    console = Console(stderr=True)
    while True:
        with console.status("measuring"):
            page = next(pages, None)
        if page is None:
            return
        yield page


def _tell_page(family: str, page: Page) -> None:
    """Show the metrics of a family, then its curves and what is asked of the whole year, each apart."""
    numbers = [reply for name, reply in page.items() if name not in (*CURVES, *OVER_THE_YEAR)]
    yearly = [page[name] for name in OVER_THE_YEAR if name in page]
    say(Board(numbers, label_text(family)))
    say("")
    if yearly:
        say(Board(yearly, f"{label_text(family)} over all days"))
        say("")
    for name in CURVES:
        if name in page:
            say(_Curve(page[name]))
            say("")


def _tell_more(folder: Path, truth: Mapping[str, Any]) -> None:
    """Tell what was made up, and what to type next."""
    made, days = truth["realised"], period_text(truth["period"])
    say(f"{truth['shop']}: {number_text(made['events'])} events, {days}. Everything in it is made up.")
    say("\n".join(_happenings(truth)))
    say("")
    next_month = f"--period {truth['period']['to'][:7]}"
    commands = {
        f"regard ask bounce_rate --by os {next_month} -w {folder}": "what the release did",
        f"regard ask nps --by touchpoint {next_month} -w {folder}": "one metric in full, by group",
        f"regard goals serve -w {folder}": "what a business wants, with targets",
        "regard metrics bounce_rate": "what a number means",
        "regard calc nps 64 20 16": "a metric from counts of your own",
        "regard init acme": "a workspace for your own files",
    }
    for command, meaning in commands.items():
        say(Text(f"  {command}").append(f"  # {meaning}", style="dim"))


def _happenings(truth: Mapping[str, Any]) -> Iterator[str]:
    """Yield what happened in the shop, for the reader to find in the numbers."""
    for name, what in truth["happenings"].items():
        told = ", ".join(str(what[key]) for key in ("os", "utm_campaign") if key in what)
        yield f"Hidden in it: {label_text(name).lower()} ({told}), {period_text(what)}."
