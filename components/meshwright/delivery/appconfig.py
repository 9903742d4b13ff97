"""AWS AppConfig: where a proxy's configuration is kept, and where its agent gets it.

An application for each service, an environment for each node or gateway (one deployment at a time in each), one profile,
whose content is an object in the mesh's S3 bucket. Ids, not names: names need not be unique.
"""

PROFILE = "bundle"
POLL = 15
"""Seconds between the AppConfig Agent's looks at AppConfig. A look costs 0.0000002 USD: 10 tasks for a month, 0.35 USD."""

LARGEST = 1024 * 1024
"""Bytes that AppConfig takes from an S3 object. Source: AppConfig user guide, "Configuration store quotas"."""

_PLACE = ("${application_id}", "${environment_id}", "${profile_id}")


def url(port: int) -> str:
    """Where the AppConfig Agent of a task gives out the bundle."""
    application, environment, profile = _PLACE
    return f"http://localhost:{port}/applications/{application}/environments/{environment}/configurations/{profile}"


def agent_environment(region: str, port: int) -> dict[str, str]:
    """The AppConfig Agent's settings. It fetches the bundle at its start, before anybody asks."""
    return {
        "SERVICE_REGION": region,
        "PREFETCH_LIST": ":".join(_PLACE),
        "POLL_INTERVAL": f"{POLL}s",
        "HTTP_HOST": "localhost",  # its own default lets the whole network in
        "HTTP_PORT": str(port),
        "LOG_LEVEL": "info",
    }
