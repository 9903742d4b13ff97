"""The algebra of sets of requests: which requests each route of a list takes.

`condition` reads a route's match as conditions, each on one part of a request. `values` finds, for each part, the
finitely many values that these conditions can tell apart, with `automaton` and `expression` for regular expressions.
`table` follows the values through two lists of routes. `classes` describes the sets that it finds with few and short
conditions, and `wording` puts these into words. `reachability` finds the routes that no request reaches.
"""
