"""How long a stream, or a TCP connection, may be silent."""

from meshwright import Environment, Mesh, Process, Route, Service, Timeout, VirtualNode
from meshwright.features import Feature

shows = (Feature.TIMEOUT,)

web = VirtualNode("web", Process(["web"]), backends=["checkout", "redis", "sessions"])
checkout = Service("checkout", Process(["checkout"]), port=8080, timeout=Timeout("30s", idle="10m"))
redis = Service("redis", Process(["redis"]), port=6379, protocol="tcp", timeout=Timeout(idle="2h"))
sessions = Service(
    "sessions",
    Process(["redis"]),
    port=6380,
    protocol="tcp",
    timeout=Timeout(idle="off"),
    routes=[Route("main", to="v1")],
)
environment = Environment(
    "test", Mesh("shop", services=[checkout, redis, sessions], virtual_nodes=[web], access_log="off", retry="off")
)
