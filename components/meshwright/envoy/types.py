"""The type URLs of Envoy's messages: each "@type" that Meshwright writes or reads."""

_PREFIX = "type.googleapis.com/envoy."
_FILTERS = f"{_PREFIX}extensions.filters."

CLUSTER = f"{_PREFIX}config.cluster.v3.Cluster"
LISTENER = f"{_PREFIX}config.listener.v3.Listener"
ROUTE_CONFIGURATION = f"{_PREFIX}config.route.v3.RouteConfiguration"

HTTP_CONNECTION_MANAGER = f"{_FILTERS}network.http_connection_manager.v3.HttpConnectionManager"
TCP_PROXY = f"{_FILTERS}network.tcp_proxy.v3.TcpProxy"
NETWORK_DIRECT_RESPONSE = f"{_FILTERS}network.direct_response.v3.Config"
SNI_FORWARD_PROXY = f"{_FILTERS}network.sni_dynamic_forward_proxy.v3.FilterConfig"

ORIGINAL_DESTINATION = f"{_FILTERS}listener.original_dst.v3.OriginalDst"
TLS_INSPECTOR = f"{_FILTERS}listener.tls_inspector.v3.TlsInspector"
HTTP_INSPECTOR = f"{_FILTERS}listener.http_inspector.v3.HttpInspector"

ROUTER = f"{_FILTERS}http.router.v3.Router"
HEALTH_CHECK = f"{_FILTERS}http.health_check.v3.HealthCheck"
FAULT = f"{_FILTERS}http.fault.v3.HTTPFault"
LOCAL_RATE_LIMIT = f"{_FILTERS}http.local_ratelimit.v3.LocalRateLimit"
COMPRESSOR = f"{_FILTERS}http.compressor.v3.Compressor"
DECOMPRESSOR = f"{_FILTERS}http.decompressor.v3.Decompressor"
GRPC_STATS = f"{_FILTERS}http.grpc_stats.v3.FilterConfig"
STATEFUL_SESSION = f"{_FILTERS}http.stateful_session.v3.StatefulSession"
FORWARD_PROXY = f"{_FILTERS}http.dynamic_forward_proxy.v3.FilterConfig"

FORWARD_PROXY_CLUSTER = f"{_PREFIX}extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig"
HTTP_PROTOCOL_OPTIONS = f"{_PREFIX}extensions.upstreams.http.v3.HttpProtocolOptions"
UPSTREAM_TLS = f"{_PREFIX}extensions.transport_sockets.tls.v3.UpstreamTlsContext"
PREVIOUS_HOSTS = f"{_PREFIX}extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate"
STDOUT_ACCESS_LOG = f"{_PREFIX}extensions.access_loggers.stream.v3.StdoutAccessLog"
DOWNSTREAM_CONNECTIONS = f"{_PREFIX}extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig"
