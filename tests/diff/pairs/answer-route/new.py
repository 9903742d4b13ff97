"""Some are redirected for good, some get an error, some another answer; a text changes."""

from tests.diff.described import checkout, prod, web

from meshwright import DirectResponse, Redirect, Route, path

environment = prod(
    checkout(
        [
            Route("old", when=path.starts_with("/old/"), redirect=Redirect(prefix="/new/", status=308)),
            Route("ended", when=path.starts_with("/v1/"), respond=DirectResponse(410, "Ended.")),
            Route("live", when=path.equals("/live"), respond=DirectResponse(200)),
            Route("note", when=path.equals("/note"), respond=DirectResponse(200, "Two.")),
            Route("main", to="v1"),
        ],
        versions=["v1"],
    ),
    web("checkout"),
)
