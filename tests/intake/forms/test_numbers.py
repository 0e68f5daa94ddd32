"""Numbers as people write them."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regard.intake.forms.numbers import Decimal, decimal_signs, plain_numbers, two_ways


def plain(text: str, decimal: Decimal) -> str | None:
    """Return one number in plain form."""
    found: str | None = plain_numbers(pa.array([text]), decimal)[0].as_py()
    return found


@pytest.mark.parametrize(
    ("written", "decimal", "meant"),
    [
        ("1.234,5", ",", "1234.5"), ("1,234.5", ".", "1234.5"), ("1.234", ",", "1234"), ("1,234", ".", "1234"),
        ("12,400", ".", "12400"), ("12,5", ",", "12.5"), ("1 234,5", ",", "1234.5"), ("1\u00a0234,5", ",", "1234.5"),
        ("12'400.50", ".", "12400.50"), ("6.5%", ".", "6.5"), ("45 %", ",", "45"), ("-3", ",", "-3"), ("7", ".", "7"),
        ("-", ".", None), ("", ",", None), ("n/a", ".", None), ("\\N", ".", None),
        ("12,5", ".", "12,5"), ("1,234.5", ",", "1,234.5"), ("abc", ".", "abc"), ("1,23,4", ".", "1,23,4"),
    ],
)  # fmt: skip
def test_numbers_become_plain(written: str, decimal: Decimal, meant: str | None) -> None:
    """Thousands signs and percent signs go, the decimal sign is a point, dashes are nothing; what is none stays."""
    assert plain(written, decimal) == meant


@given(st.integers(0, 10**12), st.integers(0, 99), st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", ".")]))
def test_grouped_numbers_are_read_back(whole: int, cents: int, signs: tuple[str, Decimal]) -> None:
    """A number written with any thousands sign is the number that was written."""
    group, decimal = signs
    written = f"{whole:,}".replace(",", group) + f"{decimal}{cents:02}"
    assert plain(written, decimal) == f"{whole}.{cents:02}"


@pytest.mark.parametrize(
    ("column", "signs", "doubtful"),
    [
        (["1.234,5"], {","}, None), (["12,50", "3"], {","}, None), (["1,234.5"], {"."}, None), (["0.500"], {"."}, None),
        (["1.234.567"], {","}, None), (["1,234", "5"], set(), "1,234"), (["1", "2"], set(), None),
        (["1,5", "2.5"], {",", "."}, None),
    ],
)  # fmt: skip
def test_decimal_sign_is_decided_from_the_column(column: list[str], signs: set[str], doubtful: str | None) -> None:
    """A number that fits one sign only decides; one that fits both is doubtful."""
    texts = pa.array(column)
    assert (decimal_signs(texts), two_ways(texts, ",")) == (signs, doubtful)
