"""Draws docs/terminal.svg, the picture of the README: two commands on the demo's shop, as a terminal shows them."""

import re
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from regard import Workspace
from regard.serving.cli.shop import Shop, open_shop

FILE = Path(__file__).resolve().parent / "terminal.svg"
SHOP = Shop(events=100_000, seed=1, end=date(2025, 12, 31))
WIDTH = 92

SEVERAL = ("visits", "bounce_rate", "conversion_rate", "nps", "csat", "average_order_value")
QUESTIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (SEVERAL, {"period": ("2025-10-06", "2025-12-28"), "every": "week", "compare": "previous"}),
    (("bounce_rate",), {"period": "2025-12", "by": "os", "compare": "previous"}),
)

GROUND, INK = (22, 24, 29), (214, 217, 222)
RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN = (
    (229, 122, 92), (79, 190, 150), (230, 190, 90), (86, 160, 220), (204, 121, 167), (86, 180, 220),
)  # fmt: skip
THEME = TerminalTheme(GROUND, INK, [GROUND, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, INK])
"""Quiet on a dark ground; red and green lean to orange and blue, so that colour-blind people tell them apart."""

CODE_FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<title>regard ask, in a terminal</title>
<style>
.{unique_id}-matrix {{
font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
font-size: {char_height}px; line-height: {line_height}px;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
<rect fill="#16181d" width="{width}" height="{height}" rx="8"/>
<g transform="translate({terminal_x}, 20)" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""Rich's own form without its window buttons, and without its fonts, which it would ask another host for."""


def draw(workspace: Workspace) -> str:
    """Return the picture of the questions and their answers."""
    console = Console(width=WIDTH, record=True, file=StringIO(), force_terminal=True, highlight=False)
    for metrics, question in QUESTIONS:
        console.print(Text(f"$ {_command(metrics, question)}", style="bold cyan"))
        asked = metrics[0] if len(metrics) == 1 else list(metrics)
        console.print(workspace.ask(asked, as_of=str(SHOP.end), **question))
        console.print()
    svg = console.export_svg(theme=THEME, code_format=CODE_FORMAT, unique_id="regard", font_aspect_ratio=0.6)
    return re.sub(r"[ \t]+\n", "\n", svg)


def _command(metrics: tuple[str, ...], question: dict[str, Any]) -> str:
    """Return the command that asks the question, folded where it is long."""
    options = [f"--{name} {'..'.join(told) if isinstance(told, tuple) else told}" for name, told in question.items()]
    line = " ".join(["regard ask", *metrics])
    told = " ".join(options)
    return f"{line} {told}" if len(line) + len(told) < WIDTH - 3 else f"{line} \\\n    {told}"


def main() -> None:
    """Make up the shop in a folder that goes away, and draw the picture."""
    with TemporaryDirectory() as folder:
        told = open_shop(Path(folder) / "demo", SHOP, date(2025, 12, 31), quiet=True)
        with told as (workspace, _):
            FILE.write_text(draw(workspace), encoding="utf-8")
    sys.stdout.write(f"wrote {FILE.name}\n")


if __name__ == "__main__":
    main()
