"""Our chi-square against scipy's, which is written by others from other formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, chisquare

from meshwright.cli.chi_square import p_value, survival


@given(st.floats(0, 2000), st.integers(1, 60))
def test_survival_is_scipys(statistic: float, degrees: int) -> None:
    assert survival(statistic, degrees) == pytest.approx(chi2.sf(statistic, degrees), rel=1e-9, abs=1e-300)


@given(st.lists(st.tuples(st.integers(1, 100), st.integers(0, 5000)), min_size=2, max_size=12))
def test_p_value_is_scipys(cells: list[tuple[int, int]]) -> None:
    weights, counts = zip(*cells, strict=True)
    if sum(counts) == 0:
        return
    shares = {str(at): weight / sum(weights) for at, weight in enumerate(weights)}
    observed = {str(at): count for at, count in enumerate(counts)}
    expected = [share * sum(counts) for share in shares.values()]
    assert p_value(observed, shares) == pytest.approx(chisquare(counts, expected).pvalue, rel=1e-6, abs=1e-300)


def test_what_came_where_nothing_may_come_is_never_fair() -> None:
    assert p_value({"v1": 1000, "v2": 1}, {"v1": 1.0}) == 0
    assert p_value({"v1": 1000, "v2": 1}, {"v1": 1.0, "v2": 0.0}) == 0


def test_one_share_leaves_nothing_to_split() -> None:
    assert p_value({"v1": 7}, {"v1": 1.0}) == 1
