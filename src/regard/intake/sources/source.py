"""A source: how the files of one system are opened, and what their columns mean."""

from pathlib import Path
from typing import Protocol

from regard.intake.files.finding import open_table
from regard.intake.files.stream import FileBytes
from regard.intake.files.table import Table
from regard.intake.options import Options
from regard.intake.plan import Plan
from regard.intake.planning import make_plan
from regard.records.parse import Delivery


class Source(Protocol):
    """How the files of one system are read."""

    def label(self, options: Options) -> str | None:
        """Return what the `source` of the records is, where they do not say it."""

    def open_table(self, file: FileBytes, options: Options) -> Table:
        """Return a file as a table."""

    def make_plan(self, path: Path, table: Table, options: Options, delivery: Delivery) -> Plan:
        """Return how the rows of the table become records."""


class AnyFile:
    """Files of no system in particular: their columns are told, declared, or known by their names."""

    def label(self, options: Options) -> str | None:
        """Return the name under which the files were declared, if they were."""
        return None if options.source == "csv" else options.source

    def open_table(self, file: FileBytes, options: Options) -> Table:
        """Return a file as a table, by the ending of its name."""
        return open_table(file, options.layout)

    def make_plan(self, path: Path, table: Table, options: Options, _delivery: Delivery) -> Plan:
        """Return the plan that was told, or that the header proposes."""
        return make_plan(path, table, options)
