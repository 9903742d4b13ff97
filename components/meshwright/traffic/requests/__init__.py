"""The algebra of sets of requests: which requests a list of routes takes, and which of its routes takes them.

A route's match is read as conditions, each on one part of a request (`condition`). Each part has finitely many values that
these conditions can tell apart (`values`, from `automaton` and `expression`). `table` follows them through two lists of
routes; `classes` writes the sets that it finds as few and short conditions, which `request_class` puts into words.
"""
