"""Texts as Python literals, with the quotes that `ruff format` prefers."""


def quoted(text: str) -> str:
    """The literal of a text: in double quotes, unless single ones need fewer escapes; raw where that saves backslashes."""
    if "\\" in text and '"' not in text and text.isprintable() and not text.endswith("\\"):
        return f'r"{text}"'
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + "".join(_escaped(char, quote) for char in text) + quote


def _escaped(char: str, quote: str) -> str:
    if char in "\"'":
        return f"\\{char}" if char == quote else char
    return repr(char)[1:-1]
