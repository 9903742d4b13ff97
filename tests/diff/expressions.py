"""Random regular expressions in RE2's syntax."""

from hypothesis import strategies as st

_CHARS = "abAB01 -_/.:"
_SETS = [
    "[a-b]",
    "[^a]",
    "[]a]",
    "[^]a]",
    "[-a]",
    "[a-]",
    "[\\d-]",
    "[\\w.]",
    "[[:alpha:]]",
    "[^[:digit:]a]",
    "[[:^upper:]]",
    "[\\x41-\\x42]",
    "[.-/]",
    "[A-b]",
    "[^\\D0]",
    "[\\-a]",
    "[\\]^]",
    "[+--]",
]
_ATOMS = [
    ".",
    "\\d",
    "\\D",
    "\\w",
    "\\W",
    "\\s",
    "\\S",
    "\\.",
    "\\/",
    "\\x61",
    "\\x{62}",
    "\\Qa.b\\E",
    "\\Q",
    "\\Q*\\E",
    "^",
    "$",
    "\\A",
    "\\z",
    "()",
    "(?:)",
    "\\-",
    "\\_",
    "{",
    "}",
    "]",
    "a{,2}",
    "-",
    "x*?",
    "(?i)",
    "(?-i)",
    "(?s)",
    "(?U)",
]
_REPEATS = ["*", "+", "?", "{2}", "{1,}", "{0,2}", "{0}", "{1,3}", "*?", "+?", "??", "{1,2}?"]

_atom = st.one_of(
    st.sampled_from([each if each.isalnum() or each in " -_/:" else f"\\{each}" for each in _CHARS]),
    st.sampled_from(_ATOMS),
    st.sampled_from(_SETS),
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    opening = st.sampled_from(["(", "(?:", "(?P<n>", "(?i:", "(?-i:", "(?i-s:"])
    grouped = st.tuples(opening, inner).map(lambda parts: f"{parts[0]}{parts[1]})")
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map("|".join),
        st.tuples(grouped, st.sampled_from(_REPEATS)).map("".join),
        st.tuples(_atom, st.sampled_from(_REPEATS)).map("".join),
        grouped,
    )


expressions = st.recursive(_atom, _grown, max_leaves=6)
"""Some of them RE2 refuses."""

texts = st.text(st.sampled_from(_CHARS + "x*"), max_size=6)
