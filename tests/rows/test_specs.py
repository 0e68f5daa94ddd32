"""Event specs: which paths a page pattern means, and the sentence for each spec that is wrong."""

import re
from typing import Any

import pytest

from regard import RegardError
from regard.rows.specs import EventSpec, page_expression, parse_spec

PATTERNS = {
    "/docs": (["/docs"], ["/docs/", "/docs/a", "/docsx", "/a/docs"]),
    "/docs/*": (["/docs/a", "/docs/"], ["/docs", "/docs/a/b"]),
    "/docs/**": (["/docs", "/docs/", "/docs/a", "/docs/a/b"], ["/docsx", "/a/docs"]),
    "/**/pay": (["/pay", "/a/pay", "/a/b/pay"], ["/pay/a", "/apay"]),
    "/a*c": (["/ac", "/abc"], ["/a/c"]),
    "/a**c": (["/ac", "/a/b/c"], ["/ab"]),
    "/price.html": (["/price.html"], ["/pricexhtml"]),
    "/(a|b)+": (["/(a|b)+"], ["/a"]),
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_pages_of_a_pattern(pattern: str) -> None:
    """`*` stays within a segment, `**` crosses segments and may be nothing; all else means itself."""
    fitting, others = PATTERNS[pattern]
    expression = re.compile(page_expression(pattern))
    assert [path for path in (*fitting, *others) if expression.search(path)] == fitting


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({}, "names no event and no page"),
        ({"event": "a", "page": "/"}, "names both an event and a page"),
        ({"evnt": "a"}, 'has no "evnt". Did you mean "event"'),
        ({"page": 3}, 'has a "page" that is not text'),
        ("", "is not an event spec"),
        (["signup"], "is not an event spec"),
        ({"event": "a", "where": ["is", "name", ["b"]]}, "one filter where a list of filters is wanted"),
    ],
)
def test_a_broken_spec_is_refused(written: Any, sentence: str) -> None:
    """What names no event says what is wrong with it."""
    with pytest.raises(RegardError) as refused:
        parse_spec(written)
    assert refused.value.code == "bad_filter"
    assert sentence in str(refused.value)


def test_a_name_is_a_spec() -> None:
    """A text names an event, and says so when it is shown; what is a spec already stays as it is."""
    spec = parse_spec("signup")
    assert (spec, str(spec), parse_spec(spec) is spec) == (EventSpec(event="signup"), "signup", True)
    assert str(parse_spec({"page": "/docs/**"})) == "/docs/**"
