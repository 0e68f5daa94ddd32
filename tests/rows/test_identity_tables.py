"""The tables of people, made by the database and mended batch by batch, against links settled one after another."""

from contextlib import closing
from itertools import pairwise
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from regard.rows.identity import Claim, resolve_people
from regard.rows.identity_changes import Resettled, resettle
from regard.rows.identity_tables import make_people_tables
from regard.warehouses.duckdb import DuckDB
from tests.rows.random_links import LINK, batch, random_links

Tables = dict[str, dict[str, str]]


def told(links: list[Claim]) -> Tables:
    """Return the rows that the two tables must have."""
    found = resolve_people(links)
    return {"user_people": dict(found.of_user), "anonymous_people": dict(found.of_anonymous)}


def stored(warehouse: DuckDB) -> Tables:
    """Return the rows that the two tables have."""
    return {name: rows(warehouse.run(f"select * from {name}")) for name in ("user_people", "anonymous_people")}


def rows(table: pa.Table) -> dict[str, str]:
    """Return the rows of a table of people; no id may have two."""
    ids, persons = (column.to_pylist() for column in table.columns)
    assert len(set(ids)) == len(ids)
    return dict(zip(ids, persons, strict=True))


def mended(before: Tables, found: Resettled) -> Tables:
    """Return tables with the rows of what was settled again in place of those that were there."""
    kept = {name: {key: who for key, who in table.items() if key not in found.ids} for name, table in before.items()}
    return {name: table | rows(getattr(found, name)) for name, table in kept.items()}


@settings(max_examples=25, deadline=None)
@given(random_links())
def test_the_database_makes_the_same_people(links: list[Claim]) -> None:
    """Tables made from all links at once say of every id what settling link by link says."""
    with closing(DuckDB()) as warehouse:
        warehouse.add(LINK, [batch(links)])
        make_people_tables(warehouse)
        assert stored(warehouse) == told(links)


@settings(max_examples=25, deadline=None)
@given(random_links(), random_links(6), st.lists(st.integers(0, 14), max_size=2), st.randoms(use_true_random=False))
def test_mending_equals_making_anew(links: list[Claim], copies: list[Claim], cuts: list[int], chance: Any) -> None:
    """Whatever comes in which batch, also other copies of known links, mended tables are those of all links."""
    chance.shuffle(links)
    edges = sorted({0, *(min(cut, len(links)) for cut in cuts), len(links)})
    batches = [links[start:end] for start, end in pairwise(edges)]
    with closing(DuckDB()) as warehouse:
        make_people_tables(warehouse)
        before = stored(warehouse)
        for links_of_batch in [*batches, copies]:
            standing = {link.id: link for link in _links(warehouse)}
            warehouse.add(LINK, [batch(links_of_batch)])
            now = _links(warehouse)
            changed = set(now) ^ set(standing.values())
            found = resettle(warehouse, {name for link in changed for name in link.pair})
            after = mended(before, found)
            assert after == told(now)
            assert {(move.kind, move.id): (move.before, move.now) for move in found.moved} == _moves(before, after)
            for name, table in after.items():
                label = name.replace("people", "id")
                warehouse.put(name, pa.table({label: pa.array(table, pa.string()), "person": [*table.values()]}))
            before = after


def _links(warehouse: DuckDB) -> list[Claim]:
    """Return the links that are stored."""
    stored = warehouse.run(f"select {', '.join(Claim._fields)} from links").to_pylist()
    return [Claim(**link) for link in stored]


def _moves(before: Tables, after: Tables) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    """Return the ids whose rows differ, with both persons."""
    return {
        (name.removesuffix("_people"), key): (table.get(key), after[name].get(key))
        for name, table in before.items()
        for key in {*table, *after[name]}
        if table.get(key) != after[name].get(key)
    }


def test_only_what_is_joined_is_settled_again() -> None:
    """A link of b2 to bob reaches whoever is joined to them over others, and nobody else."""
    links = [("identify", "ann", "a1"), ("identify", "bob", "b1"), ("merge", "cat", "bob"), ("identify", "bob", "b2")]
    batches = [batch([Claim(None, None, str(place), *link)]) for place, link in enumerate(links)]
    with closing(DuckDB()) as warehouse:
        warehouse.add(LINK, batches[:3])
        make_people_tables(warehouse)
        warehouse.add(LINK, batches[3:])
        found = resettle(warehouse, ["bob", "b2"])
    assert found.ids == {"bob", "b1", "b2", "cat"}
    assert rows(found.anonymous_people) == {"b1": "cat", "b2": "cat"}
    assert [tuple(move) for move in found.moved] == [("anonymous", "b2", None, "cat")]
