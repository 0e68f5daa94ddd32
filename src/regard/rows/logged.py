"""The log as questions meet it: what it holds that no row carries, what is declared of it, whether events have left."""

from dataclasses import dataclass, field

from regard.rows.declared_dimensions import NOTHING, Declared, read_dimensions
from regard.rows.dimensions import column_of
from regard.warehouses.warehouse import Warehouse
from regard.workspace.settings import Settings

COLD = (
    "id",
    "session_id",
    "page_view_id",
    "engaged_ms",
    "scroll_percent",
    "interactive",
    "url",
    "host",
    "title",
    "revenue",
    "currency",
    "consent",
    "source",
    "anonymous_id",
    "received_at",
)
"""The names of fields that no row carries, beside `properties`."""


@dataclass(frozen=True)
class Log:
    """What must be known of a log of events by whoever joins it to rows."""

    declared: Declared = field(default_factory=lambda: NOTHING)
    """The dimensions that are declared of its events."""

    is_short: bool = False
    """Whether events have left it, of which rows are kept."""

    def columns(self) -> dict[str, str]:
        """Return the fields that declared dimensions are, by the columns that rows have of them."""
        return {column_of(name): field for name, field in self.declared.items()}


WHOLE = Log()
"""A log that nothing has left and of which nothing is declared."""


def read_log(settings: Settings, warehouse: Warehouse) -> Log:
    """Return what is to be known of the log of a workspace."""
    return Log(read_dimensions(settings.dimensions), is_short=warehouse.horizon() is not None)


def is_only_logged(name: str) -> bool:
    """Return whether a field is told by the log alone."""
    return name in COLD or name.startswith("properties.")
