"""A host that fails several times in a row is left out for a while."""

from meshwright import Environment, Mesh, OutlierDetection, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.OUTLIER_DETECTION,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    Process(["checkout"]),
    port=8080,
    outlier_detection=OutlierDetection(3, interval="2s", ejection="20s", max_ejected=40),
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
