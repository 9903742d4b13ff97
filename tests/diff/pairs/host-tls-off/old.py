"""TLS, by the port."""

from tests.diff.described import prod, web

from meshwright import Host, Service

payments = Service("payments", Host("pay.example"), port=443)
environment = prod(payments, web("payments"))
