"""How a bundle reaches its Envoy: an S3 object, an AppConfig profile that points to it, and a deployment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pulumi
import pulumi_aws as aws

from meshwright.delivery import bundle
from meshwright.envoy.snapshot import Snapshot
from meshwright.field_docs import documented_component
from meshwright.provision.ecs.givens import filled
from meshwright.targets.ecs import deployments
from meshwright.targets.ecs.model import EcsProxy

if TYPE_CHECKING:
    from meshwright.provision.ecs.foundation import MeshFoundation


@documented_component
class BundleDelivery(pulumi.ComponentResource):
    """The bundle of one proxy, delivered by AppConfig.

    Its inputs are the clusters, listeners and routes of the bundle, one by one, so that a preview shows each changed
    field.

    Args:
        name: The name of the component. The names of its resources begin with it.
        foundation: The mesh's MeshFoundation.
        proxy: The node or gateway, from `foundation.layout.proxies`.
        application: The id of the AppConfig application of its service.
        after: Resources that must exist before a changed bundle is deployed: the ECS services that it sends
            requests to. The first bundle of a proxy does not wait, because the proxy's own tasks start with it.
            Default: none.
        opts: Pulumi's options of the component. Default: none.
    """

    application_id: pulumi.Output[str]
    """The id of the AppConfig application."""

    environment_id: pulumi.Output[str]
    """The id of the AppConfig environment."""

    profile_id: pulumi.Output[str]
    """The id of the AppConfig configuration profile."""

    deployment: aws.appconfig.Deployment
    """The deployment of the bundle."""

    def __init__(
        self,
        name: str,
        foundation: MeshFoundation,
        proxy: EcsProxy,
        *,
        application: pulumi.Input[str],
        after: pulumi.Input[Sequence[pulumi.Resource]] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        names = proxy.appconfig
        if names is None:
            raise pulumi.RunError(
                f"{proxy.name}: its bundle is part of its task definition: AppConfig delivers nothing"
            )
        plan = deployments.wanted(proxy, foundation.deployments, foundation.redeploy)
        self.first = plan.last is None
        props = {"version": plan.record.digest, **_shown(proxy.snapshot)}
        super().__init__("meshwright:index:BundleDelivery", name, props, opts)
        region, tags = foundation.layout.region, foundation.tags(proxy.name)
        below = pulumi.ResourceOptions(parent=self)
        strategy = foundation.at_once if self.first else foundation.strategy
        if proxy.givens:
            text = filled(proxy, foundation.known)
            content: dict[str, Any] = {"content": text}
            wanted = text.apply(lambda whole: plan.filled(bundle.version(whole)))
            record: pulumi.Input[str] = wanted.apply(lambda each: str(each.record))
            strategy = pulumi.Output.all(wanted, strategy).apply(lambda each: str(each[0].kept or each[1]))
        else:
            content = {"source": _source(foundation, names.key, proxy.bundle)}
            record = str(plan.record)
            if plan.kept is not None:
                strategy = strategy.apply(lambda _: str(plan.kept))
        item = aws.s3.BucketObjectv2(
            f"{name}-bundle",
            bucket=foundation.bucket,
            key=names.key,
            content_type="text/plain",
            region=region,
            tags=tags,
            opts=below,
            **content,
        )
        environment = aws.appconfig.Environment(
            f"{name}-environment",
            application_id=application,
            name=names.environment,
            description=f"The configuration of {proxy.name}'s Envoys",
            monitors=[{"alarm_arn": each, "alarm_role_arn": foundation.appconfig_role} for each in foundation.alarms],
            region=region,
            tags=tags,
            opts=below,
        )
        profile = aws.appconfig.ConfigurationProfile(
            f"{name}-profile",
            application_id=application,
            name=names.name,
            location_uri=pulumi.Output.format("s3://{0}/{1}", foundation.bucket, names.key),
            retrieval_role_arn=foundation.appconfig_role,
            region=region,
            tags=tags,
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=[item]
            ),  # AppConfig reads it when the profile is created
        )
        self.deployment = aws.appconfig.Deployment(
            f"{name}-deployment",
            application_id=application,
            environment_id=environment.environment_id,
            configuration_profile_id=profile.configuration_profile_id,
            configuration_version=item.version_id,
            deployment_strategy_id=strategy,
            description=record,
            region=region,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=None if self.first else after),
        )
        self.application_id = pulumi.Output.from_input(application)
        self.environment_id = environment.environment_id
        self.profile_id = profile.configuration_profile_id
        self.register_outputs({"environment_id": self.environment_id, "profile_id": self.profile_id})


def _shown(snapshot: Snapshot) -> dict[str, Any]:
    """The bundle as separate inputs: each route is one, and the rest of its virtual host another."""
    found: dict[str, Any] = {f"cluster {name}": each for name, each in snapshot.clusters.items()}
    found |= {f"listener {name}": each for name, each in snapshot.listeners.items()}
    for name, configuration in snapshot.routes.items():
        for host in configuration["virtual_hosts"]:
            order: list[str] = []
            for route in host["routes"]:
                own = route.get("name", "")
                order.append(own if f"route {name} {host['name']} {own}" not in found else f"{own} {len(order) + 1}")
                found[f"route {name} {host['name']} {order[-1]}"] = route
            found[f"host {name} {host['name']}"] = {**host, "routes": order}
    return found


def _source(foundation: MeshFoundation, key: str, text: str) -> pulumi.FileAsset:
    """The bundle as a file. The state holds only its digest, which makes the state ten times smaller."""
    file = foundation.bundles / key
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return pulumi.FileAsset(str(file))
