"""An interval of whole numbers as a regular expression, for Envoy's range matches."""


def whole_numbers(low: int, high: int) -> str:
    """Every spelling of a whole number from `low` to below `high`, with leading zeros and with a sign."""
    parts = []
    if low < min(high, 0):
        parts.append(f"-0*{_either(1 - min(high, 0), 1 - low)}")
    if low <= 0 < high:
        parts.append("[+-]?0+")
    if max(low, 1) < high:
        parts.append(f"[+]?0*{_either(max(low, 1), high)}")
    return f"({'|'.join(parts)})" if parts else "[^ -~]"


def _either(low: int, high: int) -> str:
    """The numbers from `low` to below `high`, both above 0, without leading zeros."""
    parts = []
    for digits in range(len(str(low)), len(str(high - 1)) + 1):
        first, last = max(low, 10 ** (digits - 1)), min(high - 1, 10**digits - 1)
        parts += _of_one_length(str(first), str(last)) if first <= last else []
    return f"({'|'.join(parts)})"


def _of_one_length(low: str, high: str) -> list[str]:
    """Expressions for the numbers from `low` to `high`, which have the same number of digits."""
    if set(low) <= {"0"} and set(high) <= {"9"}:
        return [f"[0-9]{{{len(low)}}}"]
    if low[0] == high[0]:
        return [low[0] + rest for rest in _of_one_length(low[1:], high[1:])]
    size = len(low) - 1
    found = [low[0] + rest for rest in _of_one_length(low[1:], "9" * size)]
    if int(high[0]) - int(low[0]) > 1:
        found.append(f"[{int(low[0]) + 1}-{int(high[0]) - 1}]" + (f"[0-9]{{{size}}}" if size else ""))
    return found + [high[0] + rest for rest in _of_one_length("0" * size, high[1:])]
