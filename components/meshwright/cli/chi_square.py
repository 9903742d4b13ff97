"""Pearson's chi-square test: whether counts are consistent with shares."""

from collections.abc import Mapping
from math import erfc, exp, lgamma, log, sqrt

LEVEL = 0.001
"""The significance level: a correct split fails the test once in a thousand times."""

LEAST_EXPECTED = 5
"""The smallest expected count for which the chi-square distribution is a good approximation (Cochran's rule)."""


def p_value(observed: Mapping[str, int], shares: Mapping[str, float]) -> float:
    """The probability that a correct split deviates from the shares at least as much as this one.

    `shares` add up to 1. A count without a share gives 0. A single share gives 1.
    """
    total = sum(observed.values())
    expected = {name: share * total for name, share in shares.items() if share > 0}
    if any(count and name not in expected for name, count in observed.items()):
        return 0.0
    if total == 0 or len(expected) < 2:
        return 1.0
    statistic = sum((observed.get(name, 0) - each) ** 2 / each for name, each in expected.items())
    return survival(statistic, len(expected) - 1)


def survival(statistic: float, degrees: int) -> float:
    """The probability of a chi-square of at least `statistic` with this many degrees of freedom (1 or more).

    Whole degrees have a closed form: a finite sum, plus erfc if they are odd.
    """
    half = statistic / 2
    if half <= 0:
        return 1.0
    odd = degrees % 2 / 2
    terms = (exp(log(half) * k - half - lgamma(k + 1)) for k in (odd + i for i in range((degrees - degrees % 2) // 2)))
    return (erfc(sqrt(half)) if odd else 0.0) + sum(terms)
