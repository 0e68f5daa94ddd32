"""Event specs: how an event is named in a question, and which events fit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from regard.errors import RegardError, suggest
from regard.rows.filters import Filter, Resolve, condition, fields_of, parse_filters
from regard.workspace.settings import Settings

if TYPE_CHECKING:
    import ibis

OPENING = ("page", "screen", "track")
"""The types of event that count as events; engagement only keeps a visit alive."""

ATTENTION = "engagement"
"""The one other type."""

_EVERYTHING = {"activity": {"event": "any"}}


@dataclass(frozen=True)
class EventSpec:
    """Events of a name, page views of a page, or any event; narrowed by filters."""

    event: str | None = None
    page: str | None = None
    where: tuple[Filter, ...] = ()

    def fields(self) -> set[str]:
        """Return the names of the fields that the spec looks at."""
        return {"type", "name", "page", *fields_of(self.where)}

    def fits(self, resolve: Resolve) -> ibis.expr.types.BooleanValue:
        """Return whether each event fits; never null."""
        import ibis

        return ibis.and_(resolve("type").column.isin(OPENING), *self._tests(resolve)).fill_null(False)

    def test(self, resolve: Resolve) -> ibis.expr.types.BooleanValue:
        """Return whether each event fits, of those that count as events; null where a field is not set.

        Engines choose by what may be null several times faster than by what is never null.
        """
        import ibis

        tests = self._tests(resolve)
        return ibis.and_(*tests) if tests else ibis.literal(True)

    def _tests(self, resolve: Resolve) -> list[ibis.expr.types.BooleanValue]:
        """Return what must hold of an event that counts as one."""
        tests = []
        if self.event not in (None, "any"):
            tests.append(resolve("name").column == self.event)
        if self.page is not None:
            tests += [resolve("type").column == "page", _is_page(resolve("page").column, self.page)]
        return tests + [condition(item, resolve) for item in self.where]

    def __str__(self) -> str:
        """Return the spec as a person would name it."""
        return self.event or self.page or "any"


@dataclass(frozen=True)
class AnyOf:
    """Events that fit any of several specs."""

    specs: tuple[EventSpec, ...]

    def fields(self) -> set[str]:
        """Return the names of the fields that the specs look at."""
        return set().union(*(spec.fields() for spec in self.specs))

    def fits(self, resolve: Resolve) -> ibis.expr.types.BooleanValue:
        """Return whether each event fits any of them; never null."""
        import ibis

        return ibis.or_(*(spec.fits(resolve) for spec in self.specs))


Spec = EventSpec | AnyOf


def parse_spec(written: Any) -> EventSpec:
    """Return the event spec that a name or a mapping means.

    Raises `RegardError` with code `bad_filter`.
    """
    if isinstance(written, EventSpec):
        return written
    if isinstance(written, str) and written:
        return EventSpec(event=written)
    if not isinstance(written, dict):
        raise _bad(written, "is not an event spec")
    unknown_keys = set(written) - {"event", "page", "where"}
    if unknown_keys:
        key = min(unknown_keys)
        hint = suggest(key, ("event", "page", "where"))
        raise RegardError("bad_filter", f'An event spec has no "{key}".', hint)
    if ("event" in written) == ("page" in written):
        raise _bad(written, "names both an event and a page" if "event" in written else "names no event and no page")
    for key in ("event", "page"):
        if key in written and not (isinstance(written[key], str) and written[key]):
            raise _bad(written, f'has a "{key}" that is not text')
    return EventSpec(event=written.get("event"), page=written.get("page"), where=parse_filters(written.get("where")))


def qualifying_spec(settings: Settings) -> EventSpec:
    """Return what counts as being active: as declared, else any event."""
    declared = settings.qualifying or _EVERYTHING
    return parse_spec(next(iter(declared.values())))


def _is_page(page: ibis.expr.types.StringColumn, pattern: str) -> ibis.expr.types.BooleanValue:
    """Return whether each path fits a pattern; one without wildcards is compared as it stands, which is faster."""
    return page.re_search(page_expression(pattern)) if "*" in pattern else page == pattern


def page_expression(pattern: str) -> str:
    """Return the regular expression of a page pattern: `*` within a segment, `**` across segments and also nothing."""
    parts = re.split(r"(/\*\*/|/\*\*$|\*\*|\*)", pattern)
    means = {"/**/": "/(?:.*/)?", "/**": "(?:/.*)?", "**": ".*", "*": "[^/]*"}
    return "^" + "".join(means.get(part) or re.escape(part).replace("/", "/") for part in parts) + "$"


def _bad(written: object, conflict: str) -> RegardError:
    """Return the error for something that names no event."""
    return RegardError(
        "bad_filter",
        f"{written!r} {conflict}.",
        'Write "signup", {"event": "signup", "where": [...]} or {"page": "/docs/**"}.',
    )
