"""Requests about networks and names."""

from collections.abc import Callable
from typing import Any

from meshwright import provision

from ..cloudformation.shapes import Values
from .account import Account


def given(account: Account, network: provision.Network) -> None:
    """The VPC and the subnets that are there already."""
    vpc = account.call("ec2.CreateVpc", {"CidrBlock": "10.0.0.0/16"})["Vpc"]["VpcId"]
    account.known[str(network.vpc)] = vpc
    for number, each in enumerate((*network.subnets, *network.public_subnets)):
        zone = f"eu-west-1{'ab'[number % 2]}"
        values = {"VpcId": vpc, "CidrBlock": f"10.0.{number}.0/24", "AvailabilityZone": zone}
        account.known[str(each)] = account.call("ec2.CreateSubnet", values)["Subnet"]["SubnetId"]


def names_of_vpc(account: Account, given: Values, answer: Any) -> None:
    for name in ("enableDnsSupport", "enableDnsHostnames"):
        account.call("ec2.ModifyVpcAttribute", {"VpcId": answer["Vpc"]["VpcId"], name: {"Value": given[name]}})


def internet_gateway(account: Account, given: Values) -> Values:
    made = account.call("ec2.CreateInternetGateway", {})["InternetGateway"]["InternetGatewayId"]
    account.call("ec2.AttachInternetGateway", {"VpcId": given["vpcId"], "InternetGatewayId": made})
    return {"id": made}


def security_group(account: Account, given: Values) -> Values:
    """The provider takes the rule away that AWS gives every group: all may leave."""
    named = {"GroupName": given["name"], "Description": given["description"], "VpcId": given["vpcId"]}
    made = account.call("ec2.CreateSecurityGroup", named)["GroupId"]
    everything = {"GroupId": made, "IpPermissions": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}
    account.call("ec2.RevokeSecurityGroupEgress", everything)
    for way in ("Ingress", "Egress"):
        for each in given.get(way.lower(), ()):
            account.call(f"ec2.AuthorizeSecurityGroup{way}", {"GroupId": made, "IpPermissions": [_permission(each)]})
    return {"id": made}


def _permission(rule: Values) -> Values:
    ports: Values = {key: rule[key] for key in ("ipProtocol", "fromPort", "toPort") if key in rule}
    about = {"Description": rule["description"]} if "description" in rule else {}
    if "cidrIp" in rule:
        return {**ports, "IpRanges": [{"CidrIp": rule["cidrIp"], **about}]}
    return {**ports, "UserIdGroupPairs": [{"GroupId": rule["referencedSecurityGroupId"], **about}]}


def rule(operation: str) -> Callable[[Account, Values], Values]:
    """Creates a rule that is a resource of its own."""

    def create(account: Account, given: Values) -> Values:
        one = {("cidrIp" if key == "cidrIpv4" else key): each for key, each in given.items()}
        account.call(operation, {"GroupId": given["securityGroupId"], "IpPermissions": [_permission(one)]})
        return {}

    return create


def namespace(account: Account, given: Values) -> Values:
    operation = account.call("servicediscovery.CreatePrivateDnsNamespace", given)["OperationId"]
    done = account.call("servicediscovery.GetOperation", {"OperationId": operation})["Operation"]
    return {"id": done["Targets"]["NAMESPACE"]}


def zone(account: Account, given: Values) -> Values:
    (home,) = given["vpcs"]
    values = {
        "Name": given["name"],
        "CallerReference": f"{given['name']} {home['vpcId']}",
        "HostedZoneConfig": {"Comment": given["comment"], "PrivateZone": True},
        "VPC": {"VPCRegion": home["vpcRegion"], "VPCId": home["vpcId"]},
    }
    return {"zoneId": account.call("route53.CreateHostedZone", values)["HostedZone"]["Id"].rpartition("/")[2]}


def record(account: Account, given: Values) -> Values:
    values = {"Name": given["name"], "Type": given["type"], "TTL": given["ttl"]}
    values["ResourceRecords"] = [{"Value": each} for each in given["records"]]
    batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": values}]}
    account.call("route53.ChangeResourceRecordSets", {"HostedZoneId": given["zoneId"], "ChangeBatch": batch})
    return {}
