"""MW507 to MW509: settings of an account that matter to a mesh."""

from collections.abc import Iterator

from meshwright.account.account import Account
from meshwright.account.situation import Situation
from meshwright.problems import Problem


def problems(account: Account, situation: Situation) -> Iterator[Problem]:
    """Each setting that differs from what the plan needs. Nothing is asked that the plan does not use."""
    if situation.plan.tracing_sample:
        yield from account.ask("whether traces can be searched", lambda: list(_tracing(account, situation))) or []
    if situation.layout.appconfig:
        yield from account.ask("AppConfig's protection", lambda: list(_protection(account, situation))) or []
    if not situation.fargate:
        yield from account.ask("ENI trunking", lambda: list(_trunking(account, situation))) or []


def _tracing(account: Account, situation: Situation) -> Iterator[Problem]:
    answer = account.call("xray", "get_trace_segment_destination")
    destination, status = answer.get("Destination"), answer.get("Status")
    if destination != "CloudWatchLogs" or status != "ACTIVE":
        yield situation.problem(
            "MW507",
            "tracing",
            found=f"Transaction Search is {'still being switched on' if status == 'PENDING' else 'off'}",
            expected="on: spans that arrive as OpenTelemetry are kept in CloudWatch Logs",
            fix="switch Transaction Search on, once for the account and region; no mesh does it, for all share it",
        )


def _protection(account: Account, situation: Situation) -> Iterator[Problem]:
    protection = account.call("appconfig", "get_account_settings").get("DeletionProtection", {})
    if protection.get("Enabled"):
        minutes = protection.get("ProtectionPeriodInMinutes", 60)
        yield situation.problem(
            "MW508",
            found=f"AppConfig's deletion protection is on, for {minutes} minutes",
            expected="off, if versions are to be removed, or the stack destroyed, at once",
            fix=f"leave it on for production, and repeat an `up` or `destroy` that it stops after {minutes} minutes",
        )


def _trunking(account: Account, situation: Situation) -> Iterator[Problem]:
    answer = account.call("ecs", "list_account_settings", name="awsvpcTrunking", effectiveSettings=True)
    value = next((each["value"] for each in answer["settings"]), "disabled")
    if value not in ("enabled", "on"):
        yield situation.problem(
            "MW509",
            found="awsvpcTrunking is off: an instance has room for as many tasks as it has spare network interfaces",
            expected="on, before the first instance joins the cluster: an m6i.large then runs ten tasks and not two",
            fix="aws ecs put-account-setting-default --name awsvpcTrunking --value enabled",
        )
