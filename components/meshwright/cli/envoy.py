"""`meshwright envoy`."""

import click

from meshwright.cli.stack import Stack, one_of, takes_stack
from meshwright.cli.table import print_json
from meshwright.delivery import bundle
from meshwright.envoy.bootstrap import bootstrap
from meshwright.envoy.compiler import Compiler
from meshwright.plan import Index
from meshwright.targets import target


@click.command("envoy")
@takes_stack
@click.argument("proxy")
@click.option("--bundle", "form", flag_value="bundle", help="The bundle that its agent reads, one resource a line.")
@click.option("--bootstrap", "form", flag_value="bootstrap", help="The bootstrap configuration instead.")
@click.option(
    "--json", "form", flag_value="json", default=True, help="Clusters, listeners and routes as JSON (default)."
)
def command(stack: Stack, proxy: str, form: str) -> None:
    """Print the configuration of one proxy: of a virtual node (checkout-v1) or a virtual gateway.

    \b
    Examples:
      meshwright envoy prod checkout-v1
      meshwright envoy prod public --bundle
      meshwright envoy local web-v1 --bootstrap
    """
    plan = stack.plan()
    one_of(proxy, Index(plan).proxies(), "virtual node or gateway with a proxy")
    network = target(plan).network(plan)
    if form == "bootstrap":
        outside = network.sites[proxy].outside
        print_json(bootstrap(proxy, plan.mesh, target(plan).admin_port(plan, proxy), outside=outside))
        return
    snapshot = Compiler(plan, network.endpoints).snapshot(proxy, network.sites[proxy])
    if form == "bundle":
        click.echo(bundle.write(snapshot), nl=False)
    else:
        kinds = snapshot.by_kind
        print_json({kind: dict(resources) for kind, resources in kinds.items()})
