"""Where Pulumi's arguments differ from CloudFormation's properties by more than names."""

from typing import Any

Values = dict[str, Any]


def service(inputs: Values) -> Values:
    network = dict(inputs.get("networkConfiguration") or {})
    if "assignPublicIp" in network:
        network["assignPublicIp"] = "ENABLED" if network["assignPublicIp"] else "DISABLED"
    return {**inputs, "networkConfiguration": network}


def alarm(inputs: Values) -> Values:
    dimensions = [{"name": name, "value": value} for name, value in inputs.get("dimensions", {}).items()]
    return {**inputs, "dimensions": dimensions}


def task_definition(inputs: Values) -> Values:
    proxy = inputs.get("proxyConfiguration")
    if not proxy:
        return inputs
    properties = [{"name": name, "value": value} for name, value in proxy["properties"].items()]
    return {**inputs, "proxyConfiguration": {**proxy, "properties": properties}}


def security_group(inputs: Values) -> Values:
    """A rule for each network."""
    return {
        **inputs,
        **{
            way: [one for each in inputs[way] for one in _rules(each)] for way in ("ingress", "egress") if way in inputs
        },
    }


def _rules(rule: Values) -> list[Values]:
    known = {"protocol", "fromPort", "toPort", "description", "cidrBlocks"}
    if unknown := rule.keys() - known:
        raise LookupError(f"a rule of a security group with {', '.join(unknown)}")
    rest = {"ipProtocol": rule["protocol"], **{key: rule[key] for key in ("fromPort", "toPort")}}
    rest |= {key: rule[key] for key in ("description",) if key in rule}
    return [{**rest, "cidrIp": each} for each in rule["cidrBlocks"]]


def launch_template(inputs: Values) -> Values:
    """All but its name is data."""
    data = {key: each for key, each in inputs.items() if key not in ("name", "tags", "vpcSecurityGroupIds")}
    data["securityGroupIds"] = inputs["vpcSecurityGroupIds"]
    tags = [{"key": key, "value": value} for key, value in inputs["tags"].items()]
    return {
        "name": inputs["name"],
        "launchTemplateData": data,
        "tagSpecifications": [{"resourceType": "launch-template", "tags": tags}],
    }


def load_balancer(inputs: Values) -> Values:
    names = {
        "enableCrossZoneLoadBalancing": "load_balancing.cross_zone.enabled",
        "idleTimeout": "idle_timeout.timeout_seconds",
        "preserveHostHeader": "routing.http.preserve_host_header.enabled",
        "dropInvalidHeaderFields": "routing.http.drop_invalid_header_fields.enabled",
    }
    found = {key: each for key, each in inputs.items() if key not in names and key != "internal"}
    scheme = "internal" if inputs["internal"] else "internet-facing"
    return {**found, "scheme": scheme, "loadBalancerAttributes": _attributes(inputs, names)}


def target_group(inputs: Values) -> Values:
    names = {
        "timeout": "healthCheckTimeoutSeconds",
        "interval": "healthCheckIntervalSeconds",
        "healthyThreshold": "healthyThresholdCount",
        "unhealthyThreshold": "unhealthyThresholdCount",
        "path": "healthCheckPath",
        "protocol": "healthCheckProtocol",
        "port": "healthCheckPort",
    }
    attributes = {"deregistrationDelay": "deregistration_delay.timeout_seconds"}
    found = {key: each for key, each in inputs.items() if key not in attributes and key != "healthCheck"}
    check = {names[key]: each for key, each in inputs["healthCheck"].items() if key != "matcher"}
    grpc = inputs.get("protocolVersion") == "GRPC"
    matcher = {"grpcCode" if grpc else "httpCode": inputs["healthCheck"]["matcher"]}
    return {**found, **check, "matcher": matcher, "targetGroupAttributes": _attributes(inputs, attributes)}


def _attributes(inputs: Values, names: dict[str, str]) -> list[Values]:
    return [{"key": key, "value": _text(inputs[name])} for name, key in names.items() if name in inputs]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def listener(inputs: Values) -> Values:
    actions = [
        {("redirectConfig" if key == "redirect" else key): each for key, each in action.items()}
        for action in inputs["defaultActions"]
    ]
    found = {**inputs, "defaultActions": actions}
    if "certificateArn" in found:
        found["certificateArn"] = [{"certificateArn": found["certificateArn"]}]
    return found


def lifecycle(inputs: Values) -> Values:
    """The provider's filter by a prefix is the rule's own prefix."""
    rules = [{**each, **each["filter"]} for each in inputs["rules"]]
    return {**inputs, "rules": [{key: each for key, each in rule.items() if key != "filter"} for rule in rules]}
