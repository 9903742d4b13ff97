"""VPCs, load balancers, names, and what watches them."""

from collections.abc import Mapping

from .played import RULE_PORT, Played, renamed

_RULE_TEXT = {"maxLength": 255, "pattern": r"^[a-zA-Z0-9 ._:/()#,@\[\]+=&;{}!$*-]*$"}
"""What EC2 takes as the description of a security group or a rule (API reference, IpRange): no apostrophe."""

_ROUTE_TARGETS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "routeTableId")
_RULE = Played(
    cfn="AWS::EC2::SecurityGroupIngress",
    rename={
        "cidrIpv4": "CidrIp",
        "securityGroupId": "GroupId",
        "prefixListId": "SourcePrefixListId",
        "referencedSecurityGroupId": "SourceSecurityGroupId",
    },
    replace=("securityGroupId",),
    update=("ipProtocol", "fromPort", "toPort", "cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"),
    auto="",
    bounds={
        "fromPort": RULE_PORT,
        "toPort": RULE_PORT,
        "ipProtocol": {"pattern": r"^(-1|tcp|udp|icmp|icmpv6|\d{1,3})$"},
        "description": _RULE_TEXT,
        "securityGroupId": {"pattern": "^sg-[0-9a-f]+$"},
        "referencedSecurityGroupId": {"pattern": r"^(\d{12}/)?sg-[0-9a-f]+$"},
    },
)
_LB_NAME = {"maxLength": 32, "pattern": r"^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$"}


NETWORK: Mapping[str, Played] = {
    "ec2.Vpc": Played("AWS::EC2::VPC", "ec2.CreateVpc", auto="", bounds={"cidrBlock": {"format": "ipv4-network"}}),
    "ec2.Subnet": Played(
        "AWS::EC2::Subnet", "ec2.CreateSubnet", auto="", bounds={"cidrBlock": {"format": "ipv4-network"}}
    ),
    "ec2.InternetGateway": Played("AWS::EC2::InternetGateway", auto=""),
    "ec2.NatGateway": Played(
        "AWS::EC2::NatGateway", "ec2.CreateNatGateway", rename={"privateIp": "PrivateIpAddress"}, auto=""
    ),
    "ec2.Eip": Played("AWS::EC2::EIP", "ec2.AllocateAddress", replace=("domain",), auto=""),
    "ec2.RouteTable": Played("AWS::EC2::RouteTable", auto=""),
    "ec2.Route": Played("AWS::EC2::Route", "ec2.CreateRoute", replace=_ROUTE_TARGETS, auto=""),
    "ec2.RouteTableAssociation": Played("AWS::EC2::SubnetRouteTableAssociation", update=("routeTableId",), auto=""),
    "ec2.VpcEndpoint": Played(
        "AWS::EC2::VPCEndpoint",
        "ec2.CreateVpcEndpoint",
        sets=("subnetIds", "securityGroupIds", "routeTableIds"),
        json=("policy",),
        auto="",
    ),
    "ec2.SecurityGroup": Played(
        "AWS::EC2::SecurityGroup",
        "ec2.CreateSecurityGroup",
        rename={**renamed("GroupName"), "description": "GroupDescription"},
        replace=("namePrefix",),
        sets=("ingress", "egress"),
        bounds={
            "name": {"maxLength": 255, "pattern": r"^(?!sg-)[A-Za-z0-9 ._:/()#,@\[\]+=&;{}!$*-]+$"},
            "description": _RULE_TEXT,
            **{f"{way}.description": _RULE_TEXT for way in ("ingress", "egress")},
            **{f"{way}.{end}Port": RULE_PORT for way in ("ingress", "egress") for end in ("from", "to")},
        },
    ),
    "vpc.SecurityGroupIngressRule": _RULE,
    "vpc.SecurityGroupEgressRule": _RULE,
    "ec2.LaunchTemplate": Played(
        "AWS::EC2::LaunchTemplate",
        "ec2.CreateLaunchTemplate",
        rename={**renamed("LaunchTemplateName"), "description": "VersionDescription"},
        replace=("namePrefix",),
        sets=("vpcSecurityGroupIds",),
    ),
    "autoscaling.Group": Played(
        "AWS::AutoScaling::AutoScalingGroup",
        "autoscaling.CreateAutoScalingGroup",
        rename={**renamed("AutoScalingGroupName"), "vpcZoneIdentifiers": "VPCZoneIdentifier"},
        replace=("namePrefix",),
        sets=("vpcZoneIdentifiers", "targetGroupArns", "tags", "enabledMetrics"),
        bounds={"minSize": {"minimum": 0}, "maxSize": {"minimum": 0}},
    ),
    "servicediscovery.PrivateDnsNamespace": Played(
        "AWS::ServiceDiscovery::PrivateDnsNamespace", "servicediscovery.CreatePrivateDnsNamespace"
    ),
    "servicediscovery.Service": Played(
        "AWS::ServiceDiscovery::Service",
        "servicediscovery.CreateService",
        replace=("dnsConfig.namespaceId", "dnsConfig.routingPolicy", "dnsConfig.dnsRecords.type"),
        dropped=("healthCheckCustomConfig",),  # terraform-provider-aws issue 44285
        bounds={"name": {"maxLength": 127, "pattern": r"^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$"}},
    ),
    "route53.Zone": Played(
        "AWS::Route53::HostedZone", "route53.CreateHostedZone", sets=("vpcs",), bounds={"name": {"maxLength": 1024}}
    ),
    "route53.Record": Played(
        "AWS::Route53::RecordSet",
        rename={"zoneId": "HostedZoneId", "records": "ResourceRecords", "aliases": "AliasTarget"},
        replace=("name", "zoneId"),
        sets=("records",),
        auto="",
        bounds={
            "name": {"maxLength": 1024},
            "ttl": {"minimum": 0, "maximum": 2147483647},
            "type": {
                "enum": ["A", "AAAA", "CAA", "CNAME", "DS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "TXT"]
            },
        },
    ),
    "cloudwatch.LogGroup": Played(
        "AWS::Logs::LogGroup",
        "logs.CreateLogGroup",
        rename=renamed("LogGroupName"),
        replace=("namePrefix", "logGroupClass"),
    ),
    "cloudwatch.LogMetricFilter": Played(
        "AWS::Logs::MetricFilter",
        "logs.PutMetricFilter",
        rename={**renamed("FilterName"), "pattern": "FilterPattern", "metricTransformation": "MetricTransformations"},
    ),
    "cloudwatch.MetricAlarm": Played(
        "AWS::CloudWatch::Alarm",
        "cloudwatch.PutMetricAlarm",
        rename={**renamed("AlarmName"), "metricQueries": "Metrics"},
        replace=("name",),
        sets=("alarmActions", "okActions", "insufficientDataActions", "metricQueries"),
        auto="name",
    ),
    "cloudwatch.Dashboard": Played(
        "AWS::CloudWatch::Dashboard",
        "cloudwatch.PutDashboard",
        replace=("dashboardName",),
        json=("dashboardBody",),
        auto="",
    ),
    "ssm.Parameter": Played(  # CloudFormation makes no SecureString
        "AWS::SSM::Parameter",
        "ssm.PutParameter",
        bounds={"value": {"maxLength": 8192}, "type": {"enum": ["SecureString", "String", "StringList"]}},
    ),
    "lb.LoadBalancer": Played(
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "elbv2.CreateLoadBalancer",
        rename={"loadBalancerType": "Type"},
        replace=("namePrefix", "internal"),
        sets=("subnets", "securityGroups"),
        bounds={"name": _LB_NAME, "idleTimeout": {"minimum": 1, "maximum": 4000}},
    ),
    "lb.TargetGroup": Played(
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        "elbv2.CreateTargetGroup",
        replace=("namePrefix",),
        bounds={
            "name": _LB_NAME,
            "healthCheck.interval": {"minimum": 5, "maximum": 300},
            "healthCheck.timeout": {"minimum": 2, "maximum": 120},
            "deregistrationDelay": {"minimum": 0, "maximum": 3600},
            "slowStart": {"minimum": 0, "maximum": 900},
            "protocolVersion": {"enum": ["GRPC", "HTTP1", "HTTP2"]},
        },
    ),
    "lb.Listener": Played("AWS::ElasticLoadBalancingV2::Listener", "elbv2.CreateListener", auto=""),
    "lb.ListenerRule": Played(
        "AWS::ElasticLoadBalancingV2::ListenerRule", "elbv2.CreateRule", replace=("listenerArn",), auto=""
    ),
}
