"""Records written as a text table: a line of field names, then a line for each record."""


def table(text: str, **same: str) -> list[dict[str, str]]:
    """Return a record per line, its fields parted by blanks; `-` is not set, and `same` is said of all."""
    header, *lines = (line.split() for line in text.strip().splitlines())
    rows = [dict(zip(header, cells, strict=True)) for cells in lines]
    return [{**same, **{name: cell for name, cell in row.items() if cell != "-"}} for row in rows]
