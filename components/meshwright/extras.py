"""The optional packages, and the extra of the distribution that installs each of them."""

_EXTRAS = {
    "pulumi_aws": "aws",
    "boto3": "doctor",
    "botocore": "doctor",
    "aiohttp": "local",
    "envoy": "local",
    "supervisor": "local",
    "yarl": "local",
}
"""By the name that is imported."""


def needed(error: ModuleNotFoundError) -> str | None:
    """What to install when this import fails, as a message; None where the module belongs to no extra."""
    package = (error.name or "").partition(".")[0]
    extra = _EXTRAS.get(package)
    return None if extra is None else f"{package} is not installed: pip install 'meshwright[{extra}]'"
