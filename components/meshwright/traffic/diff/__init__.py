"""What a change of the description does to traffic: by requests, not by lines.

Two sides are compared through the configuration of their proxies, as `traffic.explain` reads it. A change holds classes of
requests that are complete and minimal: of the requests of a proxy that both sides have, exactly those in a class that is
told of have another fate than before. That is so for requests which routing sees. These are left out: what Envoy refuses
by itself, its own health checks, tunnels (CONNECT), characters that are not printable ASCII, cookies whose values are in
quotes, and, where hosts are rewritten on one side only, the host that is written there. `Changes.untold` names what else
can't be told, as where a header that comes several times could be combined in too many ways.
"""

from meshwright.traffic.diff.compare import compare
from meshwright.traffic.diff.diff import LEVELS, Diff, Level, Verdict
from meshwright.traffic.diff.side import Side, Sides

__all__ = ["LEVELS", "Diff", "Level", "Side", "Sides", "Verdict", "compare"]
