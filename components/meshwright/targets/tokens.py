"""Texts with tokens for what only the cloud knows: `${account}`, `${secret:shop/db}`.

A `${` that people wrote themselves is kept as `$${`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"\$\$\{|\$\{([a-z_]+(?::[^}]+)?)\}")


@dataclass(frozen=True, slots=True)
class Token:
    """A value to be filled in, by its name as in `model.TOKENS`."""

    name: str


def literal(text: str) -> str:
    """A text of the description, as it must stand among tokens."""
    return text.replace("${", "$${")


def parts(text: str) -> tuple[str | Token, ...]:
    """A text taken apart into plain texts and tokens. Joined, with each token's value, it is what was meant."""
    found: list[str | Token] = []
    plain, at = "", 0
    for match in _TOKEN.finditer(text):
        plain += text[at : match.start()]
        at = match.end()
        if match[1] is None:
            plain += "${"
            continue
        found += [plain, Token(match[1])] if plain else [Token(match[1])]
        plain = ""
    plain += text[at:]
    return (*found, plain) if plain or not found else tuple(found)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every token replaced. Raises KeyError for a token without a value."""
    return "".join(values[part.name] if isinstance(part, Token) else part for part in parts(text))


def names(value: object) -> Iterator[str]:
    """Every token in a text, or in the texts of a nested value, in order."""
    if isinstance(value, str):
        if "${" not in value:
            return
        yield from (part.name for part in parts(value) if isinstance(part, Token))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from names(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from names(each)
