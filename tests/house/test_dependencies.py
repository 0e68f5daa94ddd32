"""What we build on: locked, without addresses, and under licences that go with ours."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")

COMPATIBLE = re.compile(
    r"\b(0BSD|Apache|BSD|CC0|ISC|MIT|Mozilla Public License 2\.0|MPL-2\.0|PSF|PSFL|Python Software Foundation|Zlib)\b",
    re.IGNORECASE,
)
"""Licences under which a library may be used by a program under Apache-2.0."""

NOT_COMPATIBLE = re.compile(r"\b(AGPL|GPL|General Public License|SSPL|BUSL|Proprietary|Commercial)\b", re.IGNORECASE)


def _direct(*, extras: bool = True) -> list[Requirement]:
    """Return what pyproject.toml asks for at run time."""
    lines = list(PROJECT["project"]["dependencies"])
    if extras:
        lines += [line for extra in PROJECT["project"]["optional-dependencies"].values() for line in extra]
    return [Requirement(line) for line in lines]


def _closure() -> dict[str, Distribution]:
    """Return what is installed because the package needs it, by name."""
    found: dict[str, Distribution] = {}
    waiting = _direct()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in found or not _applies(requirement):
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        waiting += [Requirement(line) for line in found[name].requires or []]
    return found


def _applies(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def _licence(library: Distribution) -> str:
    """Return what a library says of its licence: its expression, its classifiers, else the start of its text."""
    classifiers = [line for line in library.metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    expressions = library.metadata.get_all("License-Expression") or []
    texts = library.metadata.get_all("License") or []
    return "; ".join(expressions or classifiers) or " ".join(" ".join(texts).split())[:200]


CLOSURE = _closure()


@pytest.mark.parametrize("name", sorted(CLOSURE))
def test_licences_go_with_ours(name: str) -> None:
    """Every library that comes with the package may be used under Apache-2.0."""
    licence = _licence(CLOSURE[name])
    assert COMPATIBLE.search(licence), f'{name} is under "{licence}"'
    assert not NOT_COMPATIBLE.search(licence), f'{name} is under "{licence}"'


def test_the_closure_holds_what_is_asked_for() -> None:
    """Every library that pyproject.toml asks for is installed and looked at."""
    assert {canonicalize_name(requirement.name) for requirement in _direct()} <= set(CLOSURE)


def _locked() -> Iterator[tuple[Requirement, int]]:
    """Yield the pins of the lock with the number of their hashes."""
    for pin in re.split(r"\n(?=\S)", LOCK.strip()):
        head, *hashes = pin.replace("\\\n", "\n").split("\n")
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line.strip()) for line in hashes), pin
        yield Requirement(head), len(hashes)


def test_the_lock_is_whole() -> None:
    """Every pin is exact and has hashes, and none comes from an address."""
    pins = list(_locked())
    assert pins
    for pin, hashes in pins:
        assert re.fullmatch(r"==[^,*]+", str(pin.specifier))
        assert hashes > 0
        assert pin.url is None
    assert "://" not in LOCK


def test_the_lock_answers_pyproject() -> None:
    """Every library of pyproject.toml, groups included, is locked at a version that it allows; else `make lock`."""
    pins: dict[str, list[Requirement]] = {}
    for pin, _ in _locked():
        pins.setdefault(canonicalize_name(pin.name), []).append(pin)
    groups = PROJECT["dependency-groups"].values()
    asked = [*_direct(), *(Requirement(line) for group in groups for line in group if isinstance(line, str))]
    wrong = [
        str(wanted)
        for wanted in asked
        if not pins.get(canonicalize_name(wanted.name))
        or not all(
            wanted.specifier.contains(str(pin.specifier).removeprefix("=="), prereleases=True)
            for pin in pins[canonicalize_name(wanted.name)]
        )
    ]
    assert wrong == []
