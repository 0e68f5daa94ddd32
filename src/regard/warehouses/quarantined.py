"""The quarantine as a query."""

from regard.warehouses.tables import QUARANTINE


def quarantine_query(record: str, file: str | None = None) -> str:
    """Return the query for the refused rows of one kind of record, or of one file of them, the oldest first."""
    of_file = f" and file = {_quoted(file)}" if file is not None else ""
    condition = f"record = {_quoted(record)}{of_file}"
    return f'select key, file, line, raw, "at" from {QUARANTINE} where {condition} order by "at", line'


def _quoted(text: str) -> str:
    """Return text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
