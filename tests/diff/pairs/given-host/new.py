"""Another one."""

from tests.diff.described import prod, web

from meshwright import Given, Host, Service

payments = Service("payments", Host(Given("pay_host")), port=443)
environment = prod(payments, web("payments"))
