"""Every request goes to the service."""

from tests.diff.described import checkout, prod, web

from meshwright import DirectResponse, Route, path

environment = prod(
    checkout(
        [
            Route("old", when=path.starts_with("/old/"), to="v1"),
            Route("ended", when=path.starts_with("/v1/"), to="v1"),
            Route("live", when=path.equals("/live"), to="v1"),
            Route("note", when=path.equals("/note"), respond=DirectResponse(200, "One.")),
            Route("main", to="v1"),
        ],
        versions=["v1"],
    ),
    web("checkout"),
)
