"""Virtual nodes, as App Mesh has them."""

from meshwright.description.virtual_node import VirtualNode
from meshwright.description.workload import Host, LambdaFunction
from meshwright.plan import model
from meshwright.plan.resolve import access_log, connection_pool, health_check, outlier_detection, timeout, workload
from meshwright.plan.resolve.context import Context, Path, is_tcp, origin


def declare(context: Context, node: VirtualNode) -> None:
    """Declares the name and the ports of a node."""
    context.nodes[node.name] = tuple(model.PortMapping(each.port, each.protocol) for each in node.listeners)


def resolve(context: Context, node: VirtualNode, path: Path) -> model.VirtualNode:
    """A node. Its listeners have App Mesh's timeout of 15 s unless they write one, whatever the timeouts of its routes."""
    outside = isinstance(node.runs, Host | LambdaFunction)
    for index, each in enumerate(node.listeners):
        health_check.check(context, each.health_check, each.protocol, (*path, "listeners", index))
    listeners = tuple(
        model.Listener(
            port=each.port,
            protocol=each.protocol,
            timeout=timeout.resolve(each.timeout, context.inherited(tcp=is_tcp(each.protocol)).timeout, each),
            health_check=health_check.resolve(each.health_check, each.protocol, outside=outside),
            outlier_detection=outlier_detection.resolve(each.outlier_detection),
            connection_pool=connection_pool.resolve(each.connection_pool),
            origin=origin(each, (*path, "listeners", index)),
        )
        for index, each in enumerate(node.listeners)
    )
    return model.VirtualNode(
        name=node.name,
        service=None,
        version=None,
        listeners=listeners,
        backends=tuple(str(backend) for backend in node.backends),
        runs=workload.resolve(node.runs, listeners[0].port if listeners else None),
        access_log=access_log.resolve(node.access_log, context.access_log),
        origin=origin(node, path),
    )
