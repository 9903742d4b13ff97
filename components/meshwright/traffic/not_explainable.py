"""Where the explainer says that it does not know, rather than guess."""

from meshwright.problems import MeshwrightError


class NotExplainable(MeshwrightError):
    """Something that the explainer does not know, in the configuration or the request, would decide."""

    def __init__(self, what: str) -> None:
        super().__init__(f"cannot explain {what}")
