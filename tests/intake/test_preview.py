"""What a load would make of a file."""

from pathlib import Path

from regard.intake.preview import preview


def test_preview_tells_layout_meanings_and_first_rows(tmp_path: Path) -> None:
    """A preview tells what was found out, what each column is taken for and why, and the first rows as read."""
    path = tmp_path / "sales.csv"
    path.write_bytes("Order ID;When;Total;Größe\n1;25.04.2025;1.234,5;XL\n2;26.04.2025;x;M\n".encode("cp1252"))
    shown = preview(path, record="order", zone="UTC", columns={"Order ID": "id", "When": "time", "Total": "total"})
    assert (shown.file, shown.record) == (str(path), "order")
    assert shown.layout == {
        "format": "delimited text", "encoding": "cp1252", "delimiter": ";", "lines before the first row": "1",
        "decimal": ",", "date order of time": "dmy",
    }  # fmt: skip
    assert [(each.column, each.fields, each.reason, each.example) for each in shown.columns] == [
        ("Order ID", ("id",), "as told", "1"),
        ("When", ("time",), "as told", "25.04.2025"),
        ("Total", ("total",), "as told", "1.234,5"),
        ("Größe", (), 'not known: left out; keep="properties" keeps it', "XL"),
    ]
    assert [(row["id"], row["total"], row["time"].day) for row in shown.rows] == [("1", 1234.5, 25)]
    assert [(problem.line, problem.field) for problem in shown.problems] == [(3, "total")]


def test_preview_proposes_from_the_header(tmp_path: Path) -> None:
    """Without being told, meanings follow from the header, each with its reason."""
    path = tmp_path / "clicks.csv"
    path.write_text("client_id,event,timestamp,colour\n1,view,2025-01-01T00:00:00Z,red\n", encoding="utf-8")
    shown = preview(path, keep="properties")
    assert [(each.fields, each.reason) for each in shown.columns] == [
        (("anonymous_id",), "client_id is another word for anonymous_id"),
        (("name",), "event is another word for name"),
        (("time",), "timestamp is another word for time"),
        (("properties.colour",), "kept with the properties"),
    ]
    assert shown.rows[0]["properties"] == '{"colour":"red"}'
