import re
from typing import Any

import pytest

from regard.errors import RegardError
from regard.rows.specs import page_expression
from regard.serving.workspace import Workspace
from tests.asking.shop import MARCH

# A pattern, the pages that it fits and those that it does not.
PAGES = [
    ("/docs", ["/docs"], ["/docs/", "/docs/a", "/xdocs"]),
    ("/docs/*", ["/docs/a", "/docs/"], ["/docs", "/docs/a/b"]),
    ("/docs/**", ["/docs", "/docs/", "/docs/a", "/docs/a/b"], ["/docsx", "/a/docs"]),
    ("/docs/**/edit", ["/docs/edit", "/docs/a/edit", "/docs/a/b/edit"], ["/docs", "/docs/a/editor", "/docsedit"]),
    ("/a*/b", ["/a/b", "/axy/b"], ["/ax/y/b", "/a/b/"]),
    ("**", ["/", "/a/b", ""], []),
    ("/**", ["/", "/a/b"], []),
    ("/price (1+1).html", ["/price (1+1).html"], ["/price (111).html"]),
    ("/żółw/*", ["/żółw/ą"], ["/zolw/a"]),
]


@pytest.mark.parametrize(("pattern", "fits", "others"), PAGES)
def test_page_patterns(pattern: str, fits: list[str], others: list[str]) -> None:
    """`*` stays within a segment, `**` goes across and may also be nothing; all else stands for itself."""
    expression = re.compile(page_expression(pattern))
    assert [page for page in (*fits, *others) if expression.search(page)] == fits


# How events are named, and how many of the eight of March are meant.
SPECS: list[tuple[Any, int]] = [
    ("signup", 2),
    ("any", 8),
    ({"event": "signup"}, 2),
    ({"event": "any", "where": [["is", "country", ["IT"]]]}, 4),
    ({"event": "signup", "where": [["is", "properties.plan", ["pro"]]]}, 1),
    ({"event": "Signup", "where": [["gt", "properties.seats", [3]]]}, 1),
    ({"page": "/docs/**"}, 3),
    ({"page": "/docs/*"}, 1),
    ({"page": "/docs/**/edit"}, 1),
    ({"page": "**", "where": [["is", "plan", ["pro"]], ["is", "type", ["page"]]]}, 2),
]


@pytest.mark.parametrize(("spec", "expected"), SPECS, ids=[str(spec) for spec, _ in SPECS])
def test_event_specs(shop: Workspace, spec: Any, expected: int) -> None:
    """An event is a name, any event, or page views of a pattern, narrowed by filters on it, its visit, its person."""
    assert shop.ask("events", event=spec, **MARCH).value == expected


# Conditions on visits and people, and the events that pass.
HAVING: list[tuple[list[Any], str]] = [
    (["visit_has", "signup"], "1234"),
    (["visit_has", {"event": "signup", "where": [["is", "properties.trial", [True]]]}], "12"),
    (["person_has", {"event": "signup", "where": [["is", "properties.trial", [True]]]}], "1278"),
    (["visit_has", {"page": "/pricing"}], "56"),
    (["person_has", {"page": "/pricing"}], "56"),
    (["not", [["person_has", "signup"]]], "56"),
    (["or", [["visit_has", "buy"], ["person_has", "Signup"]]], "5678"),
]


@pytest.mark.parametrize(("written", "expected"), HAVING, ids=[str(written) for written, _ in HAVING])
def test_visits_and_people_that_have_an_event(shop: Workspace, written: list[Any], expected: str) -> None:
    """The visit, or the person within the period, has an event that fits: what ann saw in February does not count."""
    rows = shop.rows("event", period="2025-03", where=[written])
    assert "".join(row["id"][1:] for row in rows) == expected


REFUSED: list[tuple[Any, str]] = [
    ({"event": "signup", "page": "/"}, "names both an event and a page."),
    ({"where": []}, "names no event and no page."),
    ({"event": ""}, 'has a "event" that is not text.'),
    ({"evnt": "signup"}, 'An event spec has no "evnt". Did you mean "event"?'),
    ("", "'' is not an event spec."),
    (3, "3 is not an event spec."),
    ({"event": "signup", "where": [["is", "plan"]]}, "has no values."),
]


@pytest.mark.parametrize(("spec", "sentence"), REFUSED, ids=[str(spec) for spec, _ in REFUSED])
def test_broken_specs_are_refused(shop: Workspace, spec: Any, sentence: str) -> None:
    """What names no event is told in a sentence, wherever it stands."""
    for asked in ({"event": spec}, {"where": [["person_has", spec]]}):
        with pytest.raises(RegardError) as caught:
            shop.ask("events", **MARCH, **asked)
        assert caught.value.code == "bad_filter"
        assert sentence in str(caught.value)
