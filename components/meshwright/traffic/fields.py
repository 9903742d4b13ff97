"""The fields of Envoy's messages that the explainer understands. Any other field makes a request unexplainable.

A field that the explainer does not read is here only if HARMLESS says why it changes neither where a request goes nor what
is said of it.
"""

from collections.abc import Collection, Mapping

from meshwright.envoy.snapshot import Resource
from meshwright.traffic.not_explainable import NotExplainable


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def only(resource: Resource, known: Collection[str], where: str) -> None:
    """Raises NotExplainable naming the first field that is set and is not among the known ones."""
    for key, value in resource.items():
        if value is not None and key not in known:
            raise NotExplainable(f"{key} in {where}")


HARMLESS: Mapping[str, str] = {
    "access_log": "is written after the request",
    "access_log_options": "is written after the request",
    "always_set_request_id_in_response": "changes a header of the response",
    "append_x_forwarded_host": "adds a request header after the route is chosen",
    "backoff_options": "is the time between attempts to connect",
    "codec_type": "says which versions of HTTP are taken, not where they go",
    "decorator": "names a span of a trace",
    "delayed_close_timeout": "is about closing connections",
    "downstream_idle_timeout": "ends idle connections",
    "drain_timeout": "is about closing connections",
    "enable_x_ratelimit_headers": "adds headers to the response",
    "flush_timeout": "is about slow readers of a response",
    "forward_client_cert_details": "changes a request header that no condition reads",
    "generate_request_id": "changes X-Request-Id only, which is set before routing: see arrival.py",
    "google_re2": "names the only engine that there is",
    "hash_policy": "chooses an endpoint, not a cluster",
    "http2_protocol_options": "limits connections",
    "http3_protocol_options": "limits connections",
    "include_attempt_count_in_response": "changes a header of the response",
    "include_is_timeout_retry_header": "adds a request header after the route is chosen",
    "include_request_attempt_count": "adds a request header after the route is chosen",
    "internal_address_config": "says whom X-Envoy headers are believed: see arrival.py",
    "max_connect_attempts": "is tried inside one cluster",
    "max_direct_response_body_size_bytes": "bounds a configured text",
    "max_downstream_connection_duration": "ends connections",
    "max_dynamic_descriptors": "says how many clients are counted at the same time",
    "max_request_headers_kb": "refuses requests that are larger than any that are explained",
    "per_request_buffer_limit_bytes": "bounds what is buffered for retries",
    "preserve_external_request_id": "changes X-Request-Id only: see arrival.py",
    "priority": "chooses circuit breakers, not a cluster",
    "proxy_100_continue": "is about a response before the response",
    "rate_limited_as_resource_exhausted": "chooses the gRPC status of a request that is refused",
    "request_body_buffer_limit": "bounds what is buffered for retries",
    "request_headers_timeout": "ends requests that arrive slowly",
    "request_timeout": "ends requests that arrive slowly",
    "server_header_transformation": "changes a header of the response",
    "server_name": "changes a header of the response",
    "set_current_client_cert_details": "changes a request header that no condition reads",
    "skip_xff_append": "changes X-Forwarded-For: see arrival.py",
    "stat_prefix": "names statistics",
    "stream_error_on_invalid_http_message": "says how much an invalid request ends",
    "upgrade_configs": "allows upgrades, and a request that upgrades is not explained",
    "upstream_idle_timeout": "ends idle connections",
    "validate_clusters": "is a check when the configuration is loaded",
    "virtual_clusters": "counts requests",
}
"""Fields that the explainer knows and does not read, each with what it does instead."""

HEADERS = words(
    """request_headers_to_add request_headers_to_remove response_headers_to_add response_headers_to_remove"""
)
MANAGER = words(
    """
    @type access_log access_log_options always_set_request_id_in_response codec_type
    common_http_protocol_options delayed_close_timeout drain_timeout forward_client_cert_details
    generate_request_id http2_protocol_options http3_protocol_options http_filters http_protocol_options
    internal_address_config max_request_headers_kb merge_slashes normalize_path
    path_with_escaped_slashes_action preserve_external_request_id proxy_100_continue rds
    request_headers_timeout request_timeout route_config
    server_header_transformation server_name set_current_client_cert_details skip_xff_append stat_prefix
    stream_error_on_invalid_http_message stream_idle_timeout strip_any_host_port strip_trailing_host_dot
    tracing upgrade_configs use_remote_address xff_num_trusted_hops
    """
)
ROUTE_CONFIGURATION = HEADERS | words(
    """
    @type name virtual_hosts ignore_port_in_host_matching validate_clusters metadata
    max_direct_response_body_size_bytes most_specific_header_mutations_wins
    """
)
VIRTUAL_HOST = HEADERS | words(
    """
    name domains routes require_tls retry_policy metadata virtual_clusters
    include_request_attempt_count include_attempt_count_in_response include_is_timeout_retry_header
    per_request_buffer_limit_bytes request_body_buffer_limit
    """
)
ROUTE = HEADERS | words(
    """
    name match route redirect direct_response metadata decorator tracing stat_prefix typed_per_filter_config
    per_request_buffer_limit_bytes request_body_buffer_limit
    """
)
ROUTE_ACTION = words(
    """
    cluster weighted_clusters cluster_not_found_response_code prefix_rewrite regex_rewrite
    host_rewrite_literal auto_host_rewrite append_x_forwarded_host timeout idle_timeout flush_timeout
    retry_policy hash_policy priority upgrade_configs request_mirror_policies
    """
)
MIRROR_POLICY = words("cluster runtime_fraction disable_shadow_host_suffix_append host_rewrite_literal")
RUNTIME_FRACTION = words("default_value")
FAULT = words("@type delay abort headers")
DELAY = words("fixed_delay percentage")
ABORT = words("http_status percentage")
RATE_LIMIT = words(
    """
    @type stat_prefix token_bucket filter_enabled filter_enforced rate_limited_as_resource_exhausted
    response_headers_to_add enable_x_ratelimit_headers rate_limits descriptors max_dynamic_descriptors
    always_consume_default_token_bucket
    """
)
TOKEN_BUCKET = words("max_tokens tokens_per_fill fill_interval")
WEIGHTED_CLUSTER = words("name weight host_rewrite_literal")
REDIRECT = words(
    """
    host_redirect port_redirect https_redirect scheme_redirect path_redirect prefix_rewrite regex_rewrite
    strip_query response_code
    """
)
DIRECT_RESPONSE = words("status body")
TCP_PROXY = words(
    """
    @type stat_prefix cluster weighted_clusters idle_timeout access_log access_log_options
    max_connect_attempts hash_policy downstream_idle_timeout upstream_idle_timeout
    max_downstream_connection_duration backoff_options
    """
)
ROUTE_MATCH = words(
    """
    prefix path safe_regex path_separated_prefix connect_matcher case_sensitive headers query_parameters cookies
    grpc
    """
)
HEADER_MATCHER = words("name string_match range_match present_match invert_match treat_missing_header_as_empty")
QUERY_PARAMETER_MATCHER = words("name string_match present_match")
COOKIE_MATCHER = words("name string_match invert_match")
STRING_MATCHER = words("exact prefix suffix contains safe_regex ignore_case")
REGEX_MATCHER = words("regex google_re2")
