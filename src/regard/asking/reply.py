"""The answer to a question: a number with its interval, its change, its band and how it was made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    import altair as alt
    import pyarrow as pa

    from regard.showing.terminal import Board, Tile

JSON = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One metric's answer. Every attribute is a key of `to_dict()`, and holds JSON values only.

    Shares are 0..1, times seconds, money in units of its currency. What does not apply is `None`, `[]` or `{}`.
    """

    metric: str
    variant: str | None = None
    value: float | int | None = None
    unit: str
    currency: str | None = None
    n: int = 0
    parts: JSON = field(default_factory=dict)
    interval: JSON | None = None
    period: JSON = field(default_factory=dict)
    series: list[JSON] = field(default_factory=list)
    breakdown: list[JSON] = field(default_factory=list)
    cells: list[JSON] = field(default_factory=list)
    average: list[JSON] = field(default_factory=list)
    bins: list[JSON] = field(default_factory=list)
    previous: JSON | None = None
    change: JSON | None = None
    band: JSON | None = None
    warnings: list[JSON] = field(default_factory=list)
    definition: JSON = field(default_factory=dict)
    path: str | None = None
    sql: str | None = None
    seconds: float = 0.0

    def to_dict(self) -> JSON:
        """Return the reply as JSON values, every key present; `currency` is one where the unit is money."""
        values: JSON = msgspec.to_builtins(self, enc_hook=_plain)
        if self.unit != "money":
            del values["currency"]
        return values

    def to_arrow(self) -> "pa.Table":
        """Return the numbers as an Arrow table: of total, buckets and groups, or of the cells of a curve."""
        from regard.showing.frames import arrow_table

        return arrow_table([self.to_dict()])

    def to_polars(self) -> Any:
        """Return `to_arrow()` as a `polars.DataFrame`; without Polars `RegardError` with code `missing_library`."""
        from regard.showing.frames import polars_frame

        return polars_frame(self.to_arrow())

    def to_pandas(self) -> Any:
        """Return `to_arrow()` as a `pandas.DataFrame`; without pandas `RegardError` with code `missing_library`."""
        from regard.showing.frames import pandas_frame

        return pandas_frame(self.to_arrow())

    def chart(self) -> "alt.LayerChart":
        """Return a Vega-Lite chart made with Altair: the cells of a curve, else the series, else the groups as dots.

        Raises `RegardError` with code `nothing_to_draw` where there is one number only.
        """
        from regard.showing.chart import reply_chart

        return reply_chart(self.to_dict())

    def show(self) -> None:
        """Write the reply to the terminal, as wide as it is, with colour only where there is one."""
        from regard.showing.terminal import write

        write(self.__rich__())

    def __rich__(self) -> "Tile":
        """Return what Rich prints."""
        from regard.showing.terminal import Tile

        return Tile(self.to_dict())

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from regard.showing.notebook import reply_html

        return reply_html(self.to_dict())


def _plain(number: Any) -> Any:
    """Return a number of numpy as Python's own."""
    return number.item()


class Replies(Mapping[str, Reply]):
    """The answers to a question about several metrics, by name, in the order asked."""

    def __init__(self, replies: Mapping[str, Reply]) -> None:
        """Keep the replies in their order."""
        self._replies = dict(replies)

    def __getitem__(self, metric: str) -> Reply:
        """Return the reply for one metric."""
        return self._replies[metric]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the metrics."""
        return iter(self._replies)

    def __len__(self) -> int:
        """Return how many metrics were asked for."""
        return len(self._replies)

    def to_dict(self) -> JSON:
        """Return a mapping from metric to its reply as JSON values."""
        return {metric: reply.to_dict() for metric, reply in self._replies.items()}

    def to_arrow(self) -> "pa.Table":
        """Return the numbers as an Arrow table: rows for the total, buckets, groups, and buckets of groups."""
        from regard.showing.frames import arrow_table

        return arrow_table(self.to_dict().values())

    def to_polars(self) -> Any:
        """Return `to_arrow()` as a `polars.DataFrame`; without Polars `RegardError` with code `missing_library`."""
        from regard.showing.frames import polars_frame

        return polars_frame(self.to_arrow())

    def to_pandas(self) -> Any:
        """Return `to_arrow()` as a `pandas.DataFrame`; without pandas `RegardError` with code `missing_library`."""
        from regard.showing.frames import pandas_frame

        return pandas_frame(self.to_arrow())

    def chart(self) -> "alt.VConcatChart":
        """Return a Vega-Lite chart made with Altair: one under the other.

        Raises `RegardError` with code `nothing_to_draw` where there is one number only.
        """
        from regard.showing.chart import replies_chart

        return replies_chart(self.to_dict())

    def show(self) -> None:
        """Write the replies to the terminal, as wide as it is, with colour only where there is one."""
        from regard.showing.terminal import write

        write(self.__rich__())

    def __rich__(self) -> "Board":
        """Return what Rich prints."""
        from regard.showing.terminal import Board

        return Board(self.to_dict().values())

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from regard.showing.notebook import replies_html

        return replies_html(self.to_dict().values())
