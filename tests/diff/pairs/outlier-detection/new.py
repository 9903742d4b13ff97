"""Tasks that fail are taken out for a while."""

from tests.diff.described import prod, web

from meshwright import Container, OutlierDetection, Service

environment = prod(
    Service("checkout", Container("shop/checkout:1.4"), port=8080, outlier_detection=OutlierDetection(errors=3)),
    web("checkout"),
)
