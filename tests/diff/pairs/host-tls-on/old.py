"""Plain text."""

from tests.diff.described import prod, web

from meshwright import Host, Service

payments = Service("payments", Host("pay.example"), port=8080)
environment = prod(payments, web("payments"))
