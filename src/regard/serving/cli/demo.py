"""`regard demo`: a simulated shop, measured."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from regard.errors import RegardError
from regard.serving.cli.options import AsJson
from regard.serving.cli.output import say, say_json
from regard.serving.cli.shop import Pages, Shop, measure, open_shop
from regard.showing.dates import period_text
from regard.showing.terminal import Board
from regard.showing.words import label_text, number_text
from regard.workspace import clock

EVENTS, SEED = 100_000, 1


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
        say_json(pages)
    else:
        _tell(folder, pages, truth)


def _day(text: str) -> date:
    """Return a day; raises `RegardError` with code `bad_value`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RegardError("bad_value", f'"{text}" is not a day.', "Write it like 2025-06-30.") from None


def _tell(folder: Path, pages: Pages, truth: Mapping[str, Any]) -> None:
    """Show a page for each family, then what was made up, and what to type next."""
    for family, replies in pages.items():
        say(Board(replies.values(), label_text(family)))
        say("")
    made, days = truth["realised"], period_text(truth["period"])
    say(f"{truth['shop']}: {number_text(made['events'])} events, {days}. Everything in it is made up.")
    say("\n".join(_happenings(truth)))
    say("")
    next_month = f"--period {truth['period']['to'][:7]}"
    commands = {
        f"regard ask bounce_rate --by os {next_month} -w {folder}": "what the release did",
        f"regard ask nps --by touchpoint {next_month} -w {folder}": "one metric in full, by group",
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
