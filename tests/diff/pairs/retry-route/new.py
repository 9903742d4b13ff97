"""Three, with a time for each."""

from tests.diff.described import checkout, prod, web

from meshwright import Retry, Route

environment = prod(
    checkout([Route("main", to="v1", retry=Retry(3, per_try="2s"))], versions=["v1"]),
    web("checkout"),
)
