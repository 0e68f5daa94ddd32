"""How the rows of a grain are made, to the compiler."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import ibis

from regard.metrics.compile.scope import Scope
from regard.metrics.kinds import Metric

RowsAt = Callable[[Sequence[str]], ibis.Table]
"""From the keys of a level (`bucket`, group columns) to its rows, each with those keys and with `cluster`."""


@dataclass(frozen=True)
class Maker:
    """What makes the rows of one grain."""

    rows_at: Callable[[Sequence[Metric[Any]], Scope], RowsAt]
    """From metrics that share rows, and the scope, to what makes the rows of a level."""

    records: tuple[Callable[[], ibis.Table], str] | None = None
    """The table that the rows are made of and the column that dates it; `None` where they are made of events."""
