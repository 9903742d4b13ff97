"""TLS to hosts outside the mesh."""

from meshwright.envoy import types
from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import ClusterPart, TargetCluster
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import HostWorkload

_ROOTS = "/etc/ssl/certs/ca-certificates.crt"
"""The public certificate authorities, where Envoy's image has them."""


def _cluster(part: ClusterPart) -> Resource:
    """The certificate must be valid, and for the host's name."""
    if not (isinstance(part, TargetCluster) and isinstance(part.node.runs, HostWorkload) and part.node.runs.tls):
        return {}
    host = part.node.host or ""
    context = {
        "@type": types.UPSTREAM_TLS,
        "sni": host,
        "common_tls_context": {
            # Envoy's own maximum for connections that it opens is 1.2, and some servers speak 1.3 only.
            "tls_params": {"tls_maximum_protocol_version": "TLSv1_3"},
            "validation_context": {
                "trusted_ca": {"filename": _ROOTS},
                "match_typed_subject_alt_names": [{"san_type": "DNS", "matcher": {"exact": host}}],
            },
        },
    }
    return {"transport_socket": {"name": "envoy.transport_sockets.tls", "typed_config": context}}


FEATURE = Feature("tls", cluster=_cluster)
