"""Raking: weights that make answers like a population of which only the margins are known."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from regard.errors import RegardError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

Cell = tuple[str | None, ...]
"""A category of each margin, in the order of the margins; `None` where an answer does not say."""

Margins = Mapping[str, Mapping[str, float]]
"""By the name of a field, the share of the population in each of its categories."""

_ROUNDS = 1000
_CLOSE = 1e-10


def rake(name: str, cells: Mapping[Cell, int], margins: Margins) -> dict[str, dict[str, float]]:
    """Return by field what each category multiplies the weight of an answer by; the weights have a mean of 1.

    `cells` counts answers. The weight of an answer is the product of the factors of its categories: iterative
    proportional fitting (Deming and Stephan 1940), which fits one margin after the other until all are met to 1e-10.
    Raises `RegardError` with code `bad_value` where a category has no answers or answers have a category without a
    share, or where no weights meet all margins.
    """
    if not cells:
        return {field: dict.fromkeys(shares, 1.0) for field, shares in margins.items()}
    for place, (field, shares) in enumerate(margins.items()):
        _check_categories(name, field, shares, [cell[place] for cell in cells])
    factors = _fit(name, cells, [dict(shares) for shares in margins.values()])
    return dict(zip(margins, factors, strict=True))


def _check_categories(name: str, field: str, shares: Mapping[str, float], found: Sequence[str | None]) -> None:
    """Refuse margins and answers whose categories are not the same."""
    missing = [category for category in shares if category not in found]
    surplus = sorted({"not set" if category is None else category for category in found if category not in shares})
    if not missing and not surplus:
        return
    said = []
    if missing:
        said.append(f"no answers have the {field} {_listed(missing)}")
    if surplus:
        said.append(f"answers have the {field} {_listed(surplus)}, for which it has no share")
    sentence = f'The weighting "{name}" does not fit these answers: {" and ".join(said)}.'
    raise RegardError("bad_value", sentence, f"Put categories of {field} together, or leave answers out with where.")


def _fit(name: str, cells: Mapping[Cell, int], shares: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """Return the factors of each margin's categories."""
    import numpy as np

    number = np.array(list(cells.values()), dtype=float)
    places = [{category: index for index, category in enumerate(margin)} for margin in shares]
    codes = [np.array([known[str(cell[place])] for cell in cells], dtype=np.intp) for place, known in enumerate(places)]
    targets = [np.array(list(margin.values()), dtype=float) for margin in shares]
    wanted = [target / target.sum() * number.sum() for target in targets]
    factors = [np.ones(len(target)) for target in targets]
    for _ in range(_ROUNDS):
        for place, (code, want) in enumerate(zip(codes, wanted, strict=True)):
            factors[place] = factors[place] * want / _margin(number, codes, factors, code, len(want))
        off = max(
            float(np.abs(_margin(number, codes, factors, code, len(want)) - want).max())
            for code, want in zip(codes, wanted, strict=True)
        )
        if off <= _CLOSE * number.sum():
            return [
                dict(zip(known, factor.tolist(), strict=True)) for known, factor in zip(places, factors, strict=True)
            ]
    sentence = f'No weights give these answers all margins of the weighting "{name}": some categories never meet.'
    raise RegardError("bad_value", sentence, "Leave a margin out, or put its small categories together.")


def _margin(
    number: "Numbers",
    codes: Sequence["NDArray[np.intp]"],
    factors: Sequence["Numbers"],
    code: "NDArray[np.intp]",
    size: int,
) -> "Numbers":
    """Return the weighted number of answers in each category of one margin."""
    import numpy as np

    weight = number.copy()
    for each, factor in zip(codes, factors, strict=True):
        weight *= factor[each]
    return np.bincount(code, weights=weight, minlength=size).astype(np.float64)


def _listed(categories: Sequence[str]) -> str:
    """Return categories in a sentence."""
    return ", ".join(f'"{category}"' if category != "not set" else category for category in categories)
