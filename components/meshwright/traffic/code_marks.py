"""Marks around the parts of a text that are code, so that Markdown can print them as code and a terminal can drop them."""

BEGIN, END = "\x0e", "\x0f"
"""Control characters, which no value contains."""


def code(text: str) -> str:
    """Marks a text as code."""
    return f"{BEGIN}{text}{END}"


def plain(text: str) -> str:
    """Removes the marks."""
    return text.replace(BEGIN, "").replace(END, "")
