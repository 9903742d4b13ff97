"""All questions to an account, and what it answered."""

from collections.abc import Iterable
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from meshwright.account import images, network, quotas, settings
from meshwright.account.account import Account, Unanswered
from meshwright.account.placement import Placement
from meshwright.account.situation import Situation
from meshwright.plan import Plan
from meshwright.problems import Problem, ProblemsFound


@dataclass(frozen=True)
class Report:
    """What an account answered about a plan."""

    account: str
    caller: str
    """The ARN of who asked."""
    region: str
    deployed: bool
    """Whether the environment's namespace exists: what the account has may be the environment's own."""
    rows: tuple[quotas.Row, ...]
    not_asked: tuple[tuple[str, str], ...]
    """What was not asked, and why."""
    problems: tuple[Problem, ...]


def examine(plan: Plan, placement: Placement, profile: str | None = None) -> Report:
    """Asks the account of the caller's credentials about a plan for ECS.

    Raises ProblemsFound (MW511) if AWS does not say who asks: then it would answer nothing else.
    """
    situation = Situation(plan, placement)
    region = situation.layout.region
    try:
        account = Account(region, profile)
        caller = account.call("sts", "get_caller_identity")
    except (BotoCoreError, ClientError) as error:
        raise ProblemsFound([_no_answer(situation, error)]) from error
    deployed = bool(account.ask("whether the environment is deployed", lambda: _deployed(account, situation)))
    rows = quotas.rows(account, situation)
    problems = [
        *quotas.problems(situation, rows, deployed=deployed),
        *network.problems(account, situation),
        *images.problems(account, situation),
        *settings.problems(account, situation),
    ]
    return Report(
        account=caller["Account"],
        caller=caller["Arn"],
        region=region,
        deployed=deployed,
        rows=tuple(rows),
        not_asked=(*_network_not_asked(situation), *images.not_asked(situation)),
        problems=(*problems, *_unanswered(situation, caller["Arn"], account.unanswered)),
    )


def _deployed(account: Account, situation: Situation) -> bool:
    names = [each["Name"] for each in account.each("servicediscovery", "list_namespaces", "Namespaces")]
    return situation.layout.namespace in names


def _network_not_asked(situation: Situation) -> Iterable[tuple[str, str]]:
    if not situation.placement.subnets:
        known = "a new VPC is assumed" if situation.own_network else "none is known"
        yield "the network", f"{known}; name its subnets with --subnet if the program passes a Network"


def _unanswered(situation: Situation, caller: str, unanswered: Iterable[Unanswered]) -> Iterable[Problem]:
    """One problem for each action and reason, with everything that is therefore not known."""
    grouped: dict[tuple[str, bool, str], list[str]] = {}
    for each in unanswered:
        grouped.setdefault((each.action, each.denied, each.why), []).append(each.what)
    for (action, denied, why), whats in grouped.items():
        yield Problem(
            "MW510",
            (),
            f"{action} is not permitted to {caller}" if denied else f"{action}: {why}",
            f"an answer: it is not known {_listed(whats)}",
            f"permit {action}, or ask somebody who may" if denied else "try again later",
        )


def _listed(whats: list[str]) -> str:
    shown = [each if each.startswith("whether") else f"what is {each}" for each in whats[:3]]
    more = f", and {len(whats) - 3} more" if len(whats) > 3 else ""
    return ", ".join(shown) + more


def _no_answer(situation: Situation, error: Exception) -> Problem:
    return situation.problem(
        "MW511",
        found=str(error),
        expected=f"credentials of the account in which {situation.plan.environment} is to run",
        fix="log in as for `pulumi up`, or name a profile with --profile; `aws sts get-caller-identity` shows who you are",
    )
