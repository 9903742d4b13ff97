"""Texts with tokens for values that only the cloud knows: `${account}`, `${secret:shop/db}`.

A `${` of the description is written as `$${`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

_TOKEN = re.compile(r"\$\$\{|\$\{([a-z_]+(?::[^}]+)?)\}")


@dataclass(frozen=True, slots=True)
class Token:
    """A token, by its name as in `targets.ecs.model.TOKENS`."""

    name: str


def literal(text: str) -> str:
    """Escapes `${` in a text of the description, so that it is not read as a token."""
    return text.replace("${", "$${")


def parts(text: str) -> tuple[str | Token, ...]:
    """The plain texts and tokens of a text, in order."""
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
    """Every token in a text, or in the texts of a nested value, which may be a dataclass, in order."""
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, str):
            if "${" in each:
                yield from (part.name for part in parts(each) if isinstance(part, Token))
        elif isinstance(each, dict):
            pending += reversed(each.values())
        elif isinstance(each, (list, tuple)):
            pending += reversed(each)
        elif is_dataclass(each):
            pending += [getattr(each, field.name) for field in reversed(fields(each))]
