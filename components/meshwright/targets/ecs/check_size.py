"""MW311, MW312, MW314 and MW315: sizes of tasks and of configuration, and the retention of logs."""

import json
from collections.abc import Iterable
from datetime import timedelta

from meshwright.checks.finding import finding
from meshwright.delivery import appconfig, inline
from meshwright.plan.index import Index
from meshwright.plan.model import InlineDelivery, Plan
from meshwright.problems import Problem
from meshwright.targets.ecs import logs, size
from meshwright.targets.ecs.model import EcsEnvironment
from meshwright.targets.ecs.platform import launch_type, platform
from meshwright.targets.sidecars import SidecarTask, needed


def _any_task(plan: Plan) -> SidecarTask:
    """Any task of the plan: all of them need the same sidecars."""
    bundle = "" if isinstance(plan.delivery, InlineDelivery) else None
    return SidecarTask("", plan.mesh, platform(plan).region, source="", workers=1, bundle=bundle)


def check_tasks(index: Index) -> Iterable[Problem]:
    """Each size once, with all tasks that have it."""
    plan = index.plan
    owners: dict[size.Size, list[str]] = {}
    for name, task in platform(plan).tasks.items():
        owners.setdefault(size.asked(task), []).append(name)
    least = size.least_memory(needed(_any_task(plan)))
    for asked, names in owners.items():
        who = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        if launch_type(plan).fixed_sizes and not size.is_sold(asked):
            yield finding(
                "MW312",
                platform(plan).origin,
                "tasks",
                found=f"{asked} ({who})",
                expected=_sold(asked.cpu),
                fix=f"the smallest size that is enough: {size.nearest(asked)}",
            )
        elif asked.memory < least:
            yield finding(
                "MW315",
                platform(plan).origin,
                "tasks",
                found=f"{asked} ({who})",
                expected=f"at least {least}MiB: {least - size.LEAST_FOR_APPLICATION} for Envoy and its agents",
                fix=f'write memory="{max(512, least)}MiB" or more',
            )


def check_retention(index: Index) -> Iterable[Problem]:
    """A retention that CloudWatch does not allow."""
    keep = index.plan.logs_keep
    if keep is not None and keep not in (timedelta(days=days) for days in logs.RETENTION):
        days = f"{keep.total_seconds() / 86400:g}"
        above = sum(each < float(days) for each in logs.RETENTION)
        around = logs.RETENTION[max(0, above - 2) : above + 2]
        yield Problem(
            "MW311",
            ("logs", "keep"),
            found=f"{days} days",
            expected=f"a number of days that CloudWatch allows, as {', '.join(map(str, around))}",
            fix=f'the next longer time: Logs(keep="{logs.nearest(keep)}d")',
        )


def check_bundles(index: Index, environment: EcsEnvironment) -> Iterable[Problem]:
    """Each bundle that is larger than ECS or AppConfig allows."""
    for name, proxy in environment.proxies.items():
        origin = index.origin(name)
        if proxy.appconfig is None:
            used = len(json.dumps(proxy.task.containers, separators=(",", ":")).encode())
            if proxy.givens:
                used += len(inline.packed(proxy.bundle.encode()))
            if used > inline.BUDGET:
                yield finding(
                    "MW314",
                    origin,
                    found=f"a task definition of {used} bytes, with its compressed configuration",
                    expected=f"at most {inline.BUDGET}: ECS allows no more",
                    fix="remove delivery=Inline(), so that configuration comes from AppConfig; or call fewer services",
                )
            continue
        used = len(proxy.bundle.encode())
        if used > appconfig.LARGEST:
            yield finding(
                "MW314",
                origin,
                found=f"a configuration of {used} bytes",
                expected=f"at most {appconfig.LARGEST}: AppConfig allows no more from S3",
                fix="call fewer services",
            )


def _sold(cpu: int) -> str:
    if cpu not in size.FARGATE:
        return f"a size that Fargate sells: cpu {', '.join(f'{each / 1024:g}' for each in size.FARGATE)}"
    sold = size.FARGATE[cpu]
    if cpu == min(size.FARGATE):
        return f"with cpu={cpu / 1024:g}, {', '.join(map(size.text, sold))}"
    step = size.text(sold[1] - sold[0])
    return f"with cpu={cpu / 1024:g}, {size.text(sold[0])} to {size.text(sold[-1])} in steps of {step}"
