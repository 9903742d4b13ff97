"""The same environment as an application of aws-cdk-lib: ECS on Fargate, App Mesh's own constructs, Cloud Map, scaling.

As a person writes it with CDK, with its defaults: the constructs make roles, security groups and log groups on their own.
CloudFormation takes 500 resources a stack, so ten services are in each. `cdk.out` in the working directory is what the CDK
CLI makes of it, which only starts this program.
"""

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_appmesh as appmesh
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_servicediscovery as servicediscovery
from constructs import Construct

SERVICES, BACKENDS, STACK = 50, 5, 10
VERSIONS = {"v1": 90, "v2": 10}
_MONTH = logs.RetentionDays.ONE_MONTH


def name(number: int) -> str:
    return f"service-{number % SERVICES:04}"


class Foundation(cdk.Stack):
    """The mesh, the cluster and the namespace, in a VPC that is there."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        zones = ["eu-west-1a", "eu-west-1b"]
        self.vpc = ec2.Vpc.from_vpc_attributes(
            self,
            "vpc",
            vpc_id="vpc-0a1b2c3d",
            availability_zones=zones,
            private_subnet_ids=["subnet-0a1b2c3d", "subnet-1a1b2c3d"],
        )
        self.cluster = ecs.Cluster(self, "cluster", vpc=self.vpc)
        self.names = servicediscovery.PrivateDnsNamespace(self, "names", name="prod.internal", vpc=self.vpc)
        self.mesh = appmesh.Mesh(self, "mesh")


class Services(cdk.Stack):
    """Some services: of each two nodes with their tasks, a router with two routes, and the virtual service."""

    def __init__(self, scope: Construct, name_: str, foundation: Foundation, numbers: range) -> None:
        super().__init__(scope, name_)
        for number in numbers:
            log = ecs.LogDrivers.aws_logs(
                stream_prefix="tasks", log_group=logs.LogGroup(self, f"{name(number)}-logs", retention=_MONTH)
            )
            nodes = {version: self._node(foundation, number, version, log) for version in VERSIONS}
            listener = appmesh.VirtualRouterListener.http(8080)
            router = appmesh.VirtualRouter(self, f"{name(number)}-router", mesh=foundation.mesh, listeners=[listener])
            weighted = [
                appmesh.WeightedTarget(virtual_node=nodes[version], weight=weight)
                for version, weight in VERSIONS.items()
            ]
            beta = appmesh.HttpRouteMatch(headers=[appmesh.HeaderMatch.value_is("x-beta", "yes")])
            router.add_route(
                "beta",
                route_spec=appmesh.RouteSpec.http(
                    match=beta, weighted_targets=[appmesh.WeightedTarget(virtual_node=nodes["v2"])]
                ),
            )
            router.add_route("main", route_spec=appmesh.RouteSpec.http(weighted_targets=weighted))
            appmesh.VirtualService(
                self,
                f"{name(number)}-service",
                virtual_service_name=f"{name(number)}.mesh",
                virtual_service_provider=appmesh.VirtualServiceProvider.virtual_router(router),
            )

    def _node(self, foundation: Foundation, number: int, version: str, log: ecs.LogDriver) -> appmesh.VirtualNode:
        own = f"{name(number)}-{version}"
        proxy = ecs.AppMeshProxyConfiguration(
            container_name="envoy",
            properties=ecs.AppMeshProxyConfigurationProps(
                app_ports=[8080],
                proxy_ingress_port=15000,
                proxy_egress_port=15001,
                ignored_uid=1337,
                egress_ignored_i_ps=["169.254.170.2", "169.254.169.254"],
            ),
        )
        task = ecs.FargateTaskDefinition(self, f"{own}-task", cpu=256, memory_limit_mib=512, proxy_configuration=proxy)
        # `grant_stream_aggregated_resources` would go in a circle: the node needs the service, and that needs the role.
        task.task_role.add_to_principal_policy(
            iam.PolicyStatement(
                actions=["appmesh:StreamAggregatedResources"],
                resources=[f"{foundation.mesh.mesh_arn}/virtualNode/{own}"],
            )
        )
        image = ecs.ContainerImage.from_registry
        application = task.add_container(
            "application",
            image=image(f"shop/{name(number)}:{version}"),
            logging=log,
            port_mappings=[ecs.PortMapping(container_port=8080)],
        )
        envoy = task.add_container(
            "envoy", image=image("envoyproxy/envoy:distroless-v1.40.0"), user="1337", logging=log
        )
        healthy = ecs.ContainerDependency(container=envoy, condition=ecs.ContainerDependencyCondition.START)
        application.add_container_dependencies(healthy)
        service = ecs.FargateService(
            self,
            f"{own}-ecs",
            cluster=foundation.cluster,
            task_definition=task,
            desired_count=2,
            cloud_map_options=ecs.CloudMapOptions(name=own, cloud_map_namespace=foundation.names),
            circuit_breaker=ecs.DeploymentCircuitBreaker(rollback=True),
        )
        service.auto_scale_task_count(min_capacity=2, max_capacity=10).scale_on_cpu_utilization(
            "cpu", target_utilization_percent=60
        )
        backends = [
            appmesh.Backend.virtual_service(
                appmesh.VirtualService.from_virtual_service_attributes(
                    self,
                    f"{own}-calls-{ahead}",
                    mesh=foundation.mesh,
                    virtual_service_name=f"{name(number + ahead)}.mesh",
                )
            )
            for ahead in range(1, BACKENDS + 1)
        ]
        found = service.cloud_map_service
        assert found is not None
        return appmesh.VirtualNode(
            self,
            f"{own}-node",
            mesh=foundation.mesh,
            virtual_node_name=own,
            backends=backends,
            service_discovery=appmesh.ServiceDiscovery.cloud_map(found),
            listeners=[appmesh.VirtualNodeListener.http(port=8080)],
        )


app = cdk.App(outdir=str(Path("cdk.out").resolve()))
shared = Foundation(app, "foundation")
for first in range(0, SERVICES, STACK):
    Services(app, f"services-{first // STACK}", shared, range(first, first + STACK))
app.synth()
