"""Finds cycles of calls."""

from collections.abc import Mapping, Sequence

from meshwright.traffic.graph.model import Key


def cycles(keys: Sequence[Key], following: Mapping[Key, Sequence[Key]]) -> list[list[Key]]:
    """The strongly connected components, callers before callees, each in the order of `keys` (Tarjan, 1972).

    A vertex without a cycle is a component of its own.
    """
    rank = {key: index for index, key in enumerate(keys)}
    number: dict[Key, int] = {}
    lowest: dict[Key, int] = {}
    stack: list[Key] = []
    done: set[Key] = set()
    found: list[list[Key]] = []
    for start in keys:
        if start in number:
            continue
        walk = [(start, iter(following[start]))]
        number[start] = lowest[start] = len(number)
        stack.append(start)
        while walk:
            at, rest = walk[-1]
            target = next(rest, None)
            if target is not None and target not in number:
                number[target] = lowest[target] = len(number)
                stack.append(target)
                walk.append((target, iter(following[target])))
            elif target is not None:
                if target not in done:
                    lowest[at] = min(lowest[at], number[target])
            else:
                walk.pop()
                if walk:
                    lowest[walk[-1][0]] = min(lowest[walk[-1][0]], lowest[at])
                if lowest[at] == number[at]:
                    members = stack[stack.index(at) :]
                    del stack[len(stack) - len(members) :]
                    done.update(members)
                    found.append(sorted(members, key=lambda key: rank[key]))
    return found[::-1]
