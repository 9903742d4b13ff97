"""Shares of requests."""

from meshwright.envoy.snapshot import Resource

_DENOMINATORS = {"HUNDRED": 1, "TEN_THOUSAND": 100, "MILLION": 10_000}


def fraction(percent: float) -> Resource:
    """Envoy's FractionalPercent of a share with at most four decimals."""
    whole = (name for name, parts in _DENOMINATORS.items() if round(percent * parts, 6).is_integer())
    name = next(whole, "MILLION")
    return {"numerator": round(percent * _DENOMINATORS[name]), "denominator": name}


def percent(fraction: Resource) -> float:
    """The share of a FractionalPercent."""
    return int(fraction.get("numerator", 0)) / _DENOMINATORS[fraction.get("denominator", "HUNDRED")]
