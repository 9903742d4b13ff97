"""A host that is only known when the mesh is made."""

from tests.diff.described import prod, web

from meshwright import Given, Host, Service

payments = Service("payments", Host(Given("sandbox_host")), port=443)
environment = prod(payments, web("payments"))
