"""Cloud Map and Route 53."""

from ..making import AwsError, Making, create
from ..values import Values


@create("servicediscovery.PrivateDnsNamespace")
def namespace(making: Making) -> Values:
    """Makes a hosted zone of its own, so that no other may have its name in the VPC."""
    _no_such_zone(making, making.name, [making.get("vpc")])
    own = f"ns-{making.letters(16)}"
    return {"id": own, "arn": making.arn("servicediscovery", f"namespace/{own}"), "hostedZone": _zone(making)}


@create("servicediscovery.Service")
def service(making: Making) -> Values:
    own = f"srv-{making.letters(16)}"
    return {"id": own, "arn": making.arn("servicediscovery", f"service/{own}")}


@create("route53.Zone")
def zone(making: Making) -> Values:
    homes = [each["vpcId"] for each in making.get("vpcs", [])]
    _no_such_zone(making, making.name, homes)
    for each in making.state.rows("servicediscovery.PrivateDnsNamespace"):
        if each.inputs["name"] == making.name and each.inputs["vpc"] in homes:
            raise AwsError(
                "ConflictingDomainExists", f"the namespace {each.id} has the domain {making.name} in this VPC"
            )
    own = _zone(making)
    servers = [f"ns-{number}.awsdns-{number:02}.com" for number in (1, 2, 3, 4)]
    return {
        "id": own,
        "zoneId": own,
        "arn": f"arn:aws:route53:::hostedzone/{own}",
        "nameServers": servers,
        "primaryNameServer": servers[0],
        "comment": making.get("comment", "Managed by Pulumi"),
    }


def _zone(making: Making) -> str:
    return "Z" + making.hex(20, "zone").upper()


def _no_such_zone(making: Making, name: str, homes: list[str]) -> None:
    for each in making.state.rows("route53.Zone"):
        shared = {other["vpcId"] for other in each.inputs.get("vpcs", [])} & set(homes)
        if each.inputs["name"].rstrip(".") == name.rstrip(".") and shared:
            raise AwsError("ConflictingDomainExists", f"zone {each.id} has the domain {name} in VPC {shared.pop()}")


@create("route53.Record")
def record(making: Making) -> Values:
    """A name outside its zone is taken as relative, as the AWS provider does."""
    state, kind = making.state, making.get("type")
    row = state.find("route53.Zone", making.get("zoneId"))
    name = str(making.get("name")).rstrip(".")
    if row:
        domain = row.inputs["name"].rstrip(".")
        name = name if name == domain or name.endswith(f".{domain}") else f"{name}.{domain}" if name else domain
        if kind == "CNAME" and name == domain:
            raise AwsError("InvalidChangeBatch", f"a CNAME is not permitted at the apex of {domain}")
    return {"id": "_".join((making.get("zoneId"), name, kind)), "fqdn": name}
