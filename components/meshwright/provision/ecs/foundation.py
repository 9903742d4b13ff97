"""What all services of a mesh share."""

import json
import re
from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from meshwright.description.environment import Environment
from meshwright.plan import Plan
from meshwright.problems import Problem, ProblemsFound, Severity, render
from meshwright.provision.ecs import deployed
from meshwright.provision.ecs.network import Network
from meshwright.provision.ecs.roles import role
from meshwright.provision.ecs.tokens import used
from meshwright.provision.stack import decide, refused
from meshwright.targets import ecs
from meshwright.targets.ecs.model import EcsEnvironment, Statement, Strategy


class MeshFoundation(pulumi.ComponentResource):
    """The mesh itself: where its tasks are found, how applications' names resolve, and how configuration is delivered.

    `environment`: the description, or its plan. `network`: where its tasks run. `cluster`: the ARN or name of the ECS
    cluster. `givens`: a value for each `Given` of the description. `secrets`: the ARN of each `Secret`; absent: AWS
    Secrets Manager is asked for the secret of that name. `alarms`: the ARNs of up to five CloudWatch alarms that
    roll a configuration back while it is deployed; absent: nothing does. An alarm that reports missing data as such rolls
    back, too: make it with `treat_missing_data="notBreaching"`. `again`: a reason, by node, to deploy its bundle once
    more, after a rollback; absent: the stack's setting `meshwright:again`.

    Raises pulumi.RunError with every problem, before the first resource.

    Outputs: `namespace_id` and `namespace_arn` of Cloud Map, `bucket`, `security_group` (of every task of the mesh).
    """

    def __init__(
        self,
        name: str,
        environment: Environment | Plan,
        *,
        network: Network,
        cluster: pulumi.Input[str],
        givens: Mapping[str, pulumi.Input[str]] | None = None,
        secrets: Mapping[str, pulumi.Input[str]] | None = None,
        alarms: Sequence[pulumi.Input[str]] = (),
        again: Mapping[str, str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        self.plan, self.layout = plan_and_layout(environment)
        self.network, self.cluster = network, pulumi.Output.from_input(cluster)
        self.alarms = list(alarms)
        self.again = dict(again if again is not None else pulumi.Config("meshwright").get_object("again") or {})
        self.deployed = deployed.read(self.layout)
        self._check(givens or {}, opts)
        super().__init__("meshwright:index:MeshFoundation", name, {"mesh": self.layout.mesh}, opts)
        self._names(name)
        self._bucket(name)
        self._appconfig(name)
        self.known = self._known(givens or {}, secrets or {})
        self.register_outputs({"bucket": self.bucket, "namespace_id": self.namespace_id})

    def tags(self, node: str | None = None) -> dict[str, str]:
        """The tags of everything that belongs to the mesh, or to one of its nodes or services."""
        tags = {"mesh": self.layout.mesh, "environment": self.layout.environment, **self.layout.tags}
        return {**tags, "node": node} if node else tags

    def _check(self, givens: Mapping[str, object], opts: pulumi.ResourceOptions | None) -> None:
        problems = [*self.network.problems(), *_givens(self.layout, givens)]
        if len(self.alarms) > 5:
            problems.append(
                Problem("MW402", ("alarms",), f"{len(self.alarms)} alarms", "five or fewer", "combine some in a composite alarm")
            )
        region = self.layout.region
        ask = pulumi.InvokeOptions(parent=opts.parent if opts else None, provider=_provider(opts))
        problems += deployed.check(
            self.layout, self.deployed, self.again,
            lambda last: aws.appconfig.get_environment(last.application, last.environment, region=region, opts=ask).state,
        )  # fmt: skip
        if any(each.severity is Severity.ERROR for each in problems):
            raise refused(problems)
        if problems:
            pulumi.log.warn(render(problems))

    def _names(self, name: str) -> None:
        layout, tags = self.layout, self.tags()
        below = pulumi.ResourceOptions(parent=self)
        namespace = aws.servicediscovery.PrivateDnsNamespace(
            f"{name}-namespace", name=layout.namespace, vpc=self.network.vpc,
            description=f"The tasks of mesh {layout.mesh}, for Envoy", region=layout.region, tags=tags, opts=below,
        )  # fmt: skip
        self.namespace_id, self.namespace_arn = namespace.id, namespace.arn
        zone = aws.route53.Zone(
            f"{name}-capture", name=layout.capture_zone, comment=f"The services of mesh {layout.mesh}, for applications",
            vpcs=[{"vpc_id": self.network.vpc, "vpc_region": layout.region}], tags=tags, opts=below,
        )  # fmt: skip
        for record, address in layout.captured.items():
            label = re.sub(r"[^a-z0-9-]", "-", record.replace("*", "all"))
            full = record if record.endswith(layout.capture_zone) else f"{record}.{layout.capture_zone}"
            aws.route53.Record(
                f"{name}-capture-{label}", zone_id=zone.zone_id, name=full, type="A", ttl=300, records=[address], opts=below
            )
        group = aws.ec2.SecurityGroup(
            f"{name}-tasks", vpc_id=self.network.vpc, description=f"Every task of mesh {layout.mesh}", ingress=[],
            egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"],
                     "description": "What may leave is for each task's Envoy to say"}],
            region=layout.region, tags=tags, opts=below,
        )  # fmt: skip
        self.security_group = group.id

    def _bucket(self, name: str) -> None:
        region = self.layout.region
        below = pulumi.ResourceOptions(parent=self)
        # What is in it is made from the description: nothing is lost with it.
        bucket = aws.s3.Bucket(
            f"{name}-bundles", force_destroy=True, region=region, tags=self.tags(), opts=below
        )
        whole = [
            aws.s3.BucketVersioning(
                f"{name}-bundles", bucket=bucket.bucket, versioning_configuration={"status": "Enabled"},
                region=region, opts=below,
            ),
            aws.s3.BucketPublicAccessBlock(
                f"{name}-bundles", bucket=bucket.bucket, block_public_acls=True, block_public_policy=True,
                ignore_public_acls=True, restrict_public_buckets=True, region=region, opts=below,
            ),
            aws.s3.BucketServerSideEncryptionConfiguration(
                f"{name}-bundles", bucket=bucket.bucket, region=region,
                rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}], opts=below,
            ),
        ]  # fmt: skip
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-bundles", bucket=bucket.bucket, region=region,
            rules=[{"id": "old-bundles", "status": "Enabled", "filter": {"prefix": ""},
                    "noncurrent_version_expiration": {"noncurrent_days": 365, "newer_noncurrent_versions": 20}}],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[whole[0]]),
        )  # fmt: skip
        # Whoever writes into it finds it versioned, private and encrypted.
        self.bucket = pulumi.Output.all(bucket.bucket, *(each.id for each in whole)).apply(lambda values: str(values[0]))
        self.bucket_arn = bucket.arn

    def _appconfig(self, name: str) -> None:
        layout = self.layout
        self.at_once = self._strategy(f"{name}-at-once", Strategy(f"{layout.strategy.name}-first", 0, 100, 0))
        self.strategy = self._strategy(f"{name}-strategy", layout.strategy)
        self.appconfig_role = role(
            f"{name}-appconfig", "appconfig.amazonaws.com", _retrieval(self.alarms),
            known={"bucket_arn": self.bucket_arn}, tags=self.tags(), opts=pulumi.ResourceOptions(parent=self),
        )  # fmt: skip

    def _strategy(self, name: str, strategy: Strategy) -> pulumi.Output[str]:
        return aws.appconfig.DeploymentStrategy(
            name, name=strategy.name, deployment_duration_in_minutes=strategy.duration, growth_factor=strategy.growth,
            final_bake_time_in_minutes=strategy.bake, growth_type="LINEAR", replicate_to="NONE",
            region=self.layout.region, tags=self.tags(), opts=pulumi.ResourceOptions(parent=self),
        ).id  # fmt: skip

    def _known(
        self, givens: Mapping[str, pulumi.Input[str]], secrets: Mapping[str, pulumi.Input[str]]
    ) -> dict[str, pulumi.Input[str]]:
        region, ask = self.layout.region, pulumi.InvokeOptions(parent=self)
        needed = set().union(*(used(_values(each)) for each in (*self.layout.shared.values(), *self.layout.proxies.values())))
        known: dict[str, pulumi.Input[str]] = {
            "region": region,
            "bucket": self.bucket,
            "bucket_arn": self.bucket_arn,
            **{f"given:{given}": value for given, value in givens.items()},
        }
        if "account" in needed:
            known["account"] = aws.get_caller_identity_output(opts=ask).account_id
        if "partition" in needed:
            known["partition"] = aws.get_partition_output(opts=ask).partition
        for token in sorted(needed):
            kind, _, secret = token.partition(":")
            if kind == "secret":
                found = secrets.get(secret)
                known[token] = found or aws.secretsmanager.get_secret_output(name=secret, region=region, opts=ask).arn
        return known


def plan_and_layout(environment: Environment | Plan) -> tuple[Plan, EcsEnvironment]:
    """The decided mesh, and what it needs on ECS. Raises pulumi.RunError with every problem."""
    plan = environment if isinstance(environment, Plan) else decide(environment)
    try:
        return plan, ecs.layout(plan)
    except ProblemsFound as found:
        raise refused(found.problems) from None


def _values(value: object) -> object:
    from dataclasses import asdict, is_dataclass

    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _givens(layout: EcsEnvironment, givens: Mapping[str, object]) -> list[Problem]:
    asked = set().union(*(used(_values(each)) for each in (*layout.shared.values(), *layout.proxies.values())))
    names = {token.removeprefix("given:") for token in asked if token.startswith("given:")}
    missing = [
        Problem("MW403", ("givens", name), "no value", f'a value for Given("{name}")', f'pass givens={{"{name}": ...}}')
        for name in sorted(names - set(givens))
    ]
    return missing + [
        Problem("MW403", ("givens", name), f'"{name}"', "a Given of the description", "leave it out, or mend the name")
        for name in sorted(set(givens) - names)
    ]


def _provider(opts: pulumi.ResourceOptions | None) -> pulumi.ProviderResource | None:
    if opts is None:
        return None
    given = [opts.provider] if opts.provider else []
    several = opts.providers or []
    given += several.values() if isinstance(several, Mapping) else [several] if isinstance(several, pulumi.ProviderResource) else several
    return next((each for each in given if each.package == "aws"), None)


def _retrieval(alarms: Sequence[object]) -> list[Statement]:
    """What AppConfig itself may do: fetch bundles, and look at the alarms."""
    statements = [
        Statement("Bundles", ("s3:GetObject", "s3:GetObjectVersion"), ("${bucket_arn}/*",)),
        Statement(
            "BundleBucket",
            ("s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListBucket", "s3:ListBucketVersions"),
            ("${bucket_arn}",),
        ),
        Statement("Buckets", ("s3:ListAllMyBuckets",), ("*",), "the action has no resource type; AppConfig asks for it"),
    ]
    if alarms:
        why = "AppConfig looks at alarms by prefix, for which IAM has no narrower resource"
        statements.append(Statement("Alarms", ("cloudwatch:DescribeAlarms",), ("*",), why))
    return statements
