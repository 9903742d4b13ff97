"""How a bundle reaches its Envoy: an S3 object, which an AppConfig profile points to and a deployment puts into force."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pulumi
import pulumi_aws as aws

from meshwright.delivery import bundle
from meshwright.envoy.snapshot import Snapshot
from meshwright.provision.ecs import deployed
from meshwright.provision.ecs.tokens import fill, used
from meshwright.targets.ecs.model import EcsProxy

if TYPE_CHECKING:
    from meshwright.provision.ecs.foundation import MeshFoundation


class BundleDelivery(pulumi.ComponentResource):
    """The bundle of one proxy, in AppConfig.

    `foundation`: the mesh's. `proxy`: the node or gateway, as `foundation.layout.proxies` has it. `application`: the id of
    its service's AppConfig application. `after`: what must stand before a changed bundle is deployed, the services that
    it sends requests to; the first bundle of a proxy waits for nothing, for its own tasks start with it.

    Its inputs are the bundle's resources, so that a preview shows what changes in it, field by field.

    Outputs: `application_id`, `environment_id`, `profile_id`, and `deployment`, the resource.
    """

    def __init__(
        self,
        name: str,
        foundation: "MeshFoundation",
        proxy: EcsProxy,
        *,
        application: pulumi.Input[str],
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        plan = deployed.wanted(proxy, foundation.deployed, foundation.again)
        self.first = plan.first
        snapshot = proxy.snapshot
        props = {
            "version": plan.record.digest,
            "clusters": dict(snapshot.clusters),
            "listeners": dict(snapshot.listeners),
            "routes": dict(snapshot.routes),
        }
        super().__init__("meshwright:index:BundleDelivery", name, props, opts)
        region, tags = foundation.layout.region, foundation.tags(proxy.name)
        below = pulumi.ResourceOptions(parent=self)
        item = aws.s3.BucketObjectv2(
            f"{name}-bundle", bucket=foundation.bucket, key=proxy.delivery.key, content_type="text/plain",
            **_content(foundation, proxy), region=region, tags=tags, opts=below,
        )  # fmt: skip
        environment = aws.appconfig.Environment(
            f"{name}-environment", application_id=application, name=proxy.delivery.environment,
            description=f"The configuration of {proxy.name}'s Envoys",
            monitors=[{"alarm_arn": each, "alarm_role_arn": foundation.appconfig_role} for each in foundation.alarms],
            region=region, tags=tags, opts=below,
        )  # fmt: skip
        profile = aws.appconfig.ConfigurationProfile(
            f"{name}-profile", application_id=application, name=proxy.delivery.profile,
            location_uri=pulumi.Output.format("s3://{0}/{1}", foundation.bucket, proxy.delivery.key),
            retrieval_role_arn=foundation.appconfig_role, region=region, tags=tags, opts=below,
        )  # fmt: skip
        strategy: pulumi.Input[str] = plan.kept or foundation.strategy
        self.deployment = aws.appconfig.Deployment(
            f"{name}-deployment", application_id=application, environment_id=environment.environment_id,
            configuration_profile_id=profile.configuration_profile_id, configuration_version=item.version_id,
            deployment_strategy_id=foundation.at_once if plan.first else strategy, description=str(plan.record),
            region=region, tags=tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[] if plan.first else list(after)),
        )  # fmt: skip
        self.application_id = pulumi.Output.from_input(application)
        self.environment_id = environment.environment_id
        self.profile_id = profile.configuration_profile_id
        self.register_outputs({"environment_id": self.environment_id, "profile_id": self.profile_id})


def _content(foundation: "MeshFoundation", proxy: EcsProxy) -> dict[str, pulumi.Input[object]]:
    """A file, of which the state keeps only the digest; the text itself where parts of it are known in the cloud only."""
    kinds = {kind: dict(getattr(proxy.snapshot, kind)) for kind in ("clusters", "listeners", "routes")}
    if used(kinds) & set(foundation.known):
        filled = pulumi.Output.from_input(fill(kinds, foundation.known))
        return {"content": filled.apply(lambda values: bundle.write(Snapshot(proxy.name, **values)))}
    layout = foundation.layout
    root = Path(pulumi.runtime.get_root_directory() or ".").resolve() / ".meshwright"
    file = root / f"{layout.environment}-{layout.region}" / "bundles" / proxy.delivery.key
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(bundle.write(proxy.snapshot))
    return {"source": pulumi.FileAsset(str(file))}
