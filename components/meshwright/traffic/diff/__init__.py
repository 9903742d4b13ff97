"""What a change of the description does to traffic, by requests instead of by lines.

Two sides are compared through the configuration of their proxies, as `traffic.explain` reads it. The classes of
requests that a change reports are complete and minimal: of the requests of a proxy that both sides have, exactly the
reported ones have another result than before. This is true for requests that Envoy routes. Not covered: requests that
Envoy itself refuses, its own health checks, tunnels (CONNECT), characters that are not printable ASCII, cookies with
quoted values, and the rewritten host where only one side rewrites hosts. `Changes.untold` lists what else could not
be compared, such as a repeated header whose values can be combined in too many ways.
"""

from meshwright.traffic.diff.compare import compare
from meshwright.traffic.diff.diff import LEVELS, Diff, Level, Verdict
from meshwright.traffic.diff.side import Side, Sides

__all__ = ["LEVELS", "Diff", "Level", "Side", "Sides", "Verdict", "compare"]
