"""`regard refresh`: rows and totals brought in step with what came, and old events let go."""

from regard.serving.cli.locate import open_workspace
from regard.serving.cli.options import AsJson, Folder
from regard.serving.cli.output import say, say_json
from regard.showing.words import number_text


def refresh(workspace: Folder = None, *, as_json: AsJson = False) -> None:
    """Bring rows and totals in step with what came.

    Every question does so first. With keep_events in regard.toml, events that are older leave the log.
    """
    with open_workspace(workspace) as opened:
        found = opened.refresh()
    if as_json:
        say_json(found)
        return
    say("Rows and totals are in step with all that came.")
    if found["left"]:
        events = "event" if found["left"] == 1 else "events"
        say(f"{number_text(found['left'])} {events} left the log, which begins on {found['log_begins']}.")
