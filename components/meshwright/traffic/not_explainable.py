"""The error of the explainer: it says that it doesn't know, and never guesses."""

from meshwright.problems import MeshwrightError


class NotExplainable(MeshwrightError):
    """The result depends on a part of the configuration or the request that the explainer doesn't know."""

    def __init__(self, what: str) -> None:
        super().__init__(f"cannot explain {what}")
