"""Envoy's string matcher and regular expressions, which compare bytes."""

import re
from functools import lru_cache

import re2

from meshwright.envoy.snapshot import Resource
from meshwright.traffic import fields
from meshwright.traffic.fields import only
from meshwright.traffic.not_explainable import NotExplainable

OPTIONS = re2.Options()
OPTIONS.encoding = re2.Options.Encoding.LATIN1  # Envoy matches bytes: a dot is half of an "é"
OPTIONS.log_errors = False


def regex(matcher: Resource, text: str) -> bool:
    """Whether a RegexMatcher matches all of the text."""
    return _compiled(_pattern(matcher)).fullmatch(text.encode()) is not None


def substitute(rewrite: Resource, text: str) -> str:
    """The text with every match of a RegexMatchAndSubstitute replaced.

    In the substitution `\\0` stands for the whole match and `\\1` to `\\9` for its groups.
    """
    source, pieces, end = text.encode(), [], 0
    template = rewrite.get("substitution", "").encode()
    for match in _compiled(_pattern(rewrite["pattern"])).finditer(source):
        if match.start() == match.end() == end > 0:
            continue  # RE2 allows no empty match directly after another match
        pieces += [source[end : match.start()], _expand(template, match)]
        end = match.end()
    return b"".join([*pieces, source[end:]]).decode(errors="surrogateescape")


def _expand(template: bytes, match: "re2._Match") -> bytes:
    pieces = re.split(rb"\\(.)", template)
    for position, escaped in enumerate(pieces[1::2]):
        pieces[2 * position + 1] = match.group(int(escaped)) or b"" if escaped.isdigit() else escaped
    return b"".join(pieces)


@lru_cache(maxsize=4096)
def _compiled(pattern: bytes) -> "re2._Regexp":
    return re2.compile(pattern, options=OPTIONS)


def _pattern(matcher: Resource) -> bytes:
    only(matcher, fields.REGEX_MATCHER, "a regular expression")
    return str(matcher["regex"]).encode()


def matches(matcher: Resource, text: str) -> bool:
    """Whether a StringMatcher matches. Raises NotExplainable for an unknown kind of matcher."""
    only(matcher, fields.STRING_MATCHER, "a string match")
    if "safe_regex" in matcher:
        return regex(matcher["safe_regex"], text)
    kind = _kind(matcher)
    found, wanted = text.encode(), str(matcher[kind]).encode()
    if matcher.get("ignore_case"):  # bytes.lower, like Envoy, knows ASCII letters only
        found, wanted = found.lower(), wanted.lower()
    if kind == "prefix":
        return found.startswith(wanted)
    if kind == "suffix":
        return found.endswith(wanted)
    return wanted in found if kind == "contains" else wanted == found


def describe(matcher: Resource) -> str:
    """The expected text in words, for use after "wanted"."""
    if "safe_regex" in matcher:
        return f"all of it to match {matcher['safe_regex'].get('regex')!r}"
    words = {"exact": "exactly", "prefix": "a text that starts with", "suffix": "a text that ends with"}
    kind = _kind(matcher)
    case = ", in any case" if matcher.get("ignore_case") else ""
    return f"{words.get(kind, 'a text that contains')} {matcher[kind]!r}{case}"


def _kind(matcher: Resource) -> str:
    for kind in ("exact", "prefix", "suffix", "contains"):
        if kind in matcher:
            return kind
    raise NotExplainable(f"a string match of the kind {sorted(matcher)}")
