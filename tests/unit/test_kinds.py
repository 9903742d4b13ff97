"""A new kind of resource is one row of the table: this adds `secret`, which identity will need."""

import pytest

from meshwright.delivery import bundle
from meshwright.envoy.kinds import KINDS, Kind
from meshwright.envoy.snapshot import Snapshot
from meshwright.traffic.diff.reach import _configured

SECRET = Kind(
    "secret",
    "secrets",
    "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret",
    "secrets/{name}.json",
    "clusters",
)


def secret(name: str, text: str = "roots") -> dict[str, object]:
    return {"@type": SECRET.type_url, "name": name, "validation_context": {"trusted_ca": {"filename": text}}}


@pytest.fixture(autouse=True)
def with_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, SECRET.field, SECRET)


def test_a_bundle_carries_it() -> None:
    snapshot = Snapshot("web-v1", {field: {} for field in KINDS} | {"secrets": {"roots": secret("roots")}})
    text = bundle.write(snapshot)
    assert "secret\troots\t{" in text
    assert bundle.read(text, "web-v1") == snapshot


def test_a_resource_of_another_type_is_refused() -> None:
    wrong = Snapshot("web-v1", {"secrets": {"roots": secret("roots") | {"@type": KINDS["routes"].type_url}}})
    with pytest.raises(bundle.BundleError, match="secret roots: its name or @type"):
        bundle.write(wrong)


def test_a_diff_names_it() -> None:
    old, new = (Snapshot("web-v1", {"secrets": {"roots": secret("roots", text)}}) for text in ("a", "b"))
    assert str(_configured(old, new)) == "web-v1 (secrets)"
    assert _configured(old, old) is None


def test_without_its_row_a_bundle_of_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    text = bundle.write(Snapshot("web-v1", {"secrets": {"roots": secret("roots")}}))
    monkeypatch.delitem(KINDS, SECRET.field)
    with pytest.raises(bundle.BundleError, match="is not a cluster, listener, route line"):
        bundle.read(text, "web-v1")
