"""Some are answered with an error, but only those with a header; all of another route."""

from tests.diff.described import checkout, prod, web

from meshwright import Abort, Delay, Fault, Route, header, path

environment = prod(
    checkout(
        [
            Route("cart", when=path.starts_with("/cart"), to="v1", fault=Fault(abort=Abort(500))),
            Route("main", to="v1", fault=Fault(Delay("2s", share=5), Abort(503, share=1), header("x-chaos").exists())),
        ],
        versions=["v1"],
    ),
    web("checkout"),
)
