"""Suggestions for misspelt names."""

from collections.abc import Iterable


def did_you_mean(found: str, known: Iterable[str], otherwise: str) -> str:
    """A fix that suggests the most similar known name; else `otherwise`, with the known names if there are few."""
    from difflib import get_close_matches  # imported for a mistake only: it takes 20 ms

    names = sorted(set(known))
    near = get_close_matches(found, names, n=1, cutoff=0.6)
    if not near:  # capitals apart
        by_letters = {name.lower(): name for name in reversed(names)}
        near = [by_letters[name] for name in get_close_matches(found.lower(), by_letters, n=1)]
    if near:
        return f'did you mean "{near[0]}"?'
    if names and len(names) <= 12:
        return f"{otherwise}; known names: " + ", ".join(f'"{name}"' for name in names)
    return otherwise
