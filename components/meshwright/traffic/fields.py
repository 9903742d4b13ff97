"""The fields of Envoy's messages that the explainer knows; any other one stops it."""

from collections.abc import Collection

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


HEADERS = words(
    """request_headers_to_add request_headers_to_remove response_headers_to_add response_headers_to_remove"""
)
MANAGER = words(
    """
    @type access_log access_log_options always_set_request_id_in_response codec_type
    common_http_protocol_options delayed_close_timeout drain_timeout forward_client_cert_details
    generate_request_id http2_protocol_options http3_protocol_options http_filters http_protocol_options
    internal_address_config max_request_headers_kb merge_slashes normalize_path
    preserve_external_request_id proxy_100_continue rds request_headers_timeout request_timeout route_config
    server_header_transformation server_name set_current_client_cert_details skip_xff_append stat_prefix
    stream_error_on_invalid_http_message stream_idle_timeout strip_any_host_port strip_trailing_host_dot
    tracing upgrade_configs use_remote_address xff_num_trusted_hops
    """
)
ROUTE_CONFIGURATION = HEADERS | words(
    """
    @type name virtual_hosts ignore_port_in_host_matching validate_clusters internal_only_headers metadata
    max_direct_response_body_size_bytes most_specific_header_mutations_wins
    """
)
VIRTUAL_HOST = HEADERS | words(
    """
    name domains routes require_tls retry_policy metadata typed_per_filter_config virtual_clusters
    include_request_attempt_count include_attempt_count_in_response include_is_timeout_retry_header
    per_request_buffer_limit_bytes request_body_buffer_limit
    """
)
ROUTE = HEADERS | words(
    """
    name match route redirect direct_response metadata decorator typed_per_filter_config tracing stat_prefix
    per_request_buffer_limit_bytes request_body_buffer_limit
    """
)
ROUTE_ACTION = words(
    """
    cluster weighted_clusters cluster_not_found_response_code prefix_rewrite regex_rewrite
    host_rewrite_literal auto_host_rewrite append_x_forwarded_host timeout idle_timeout flush_timeout
    retry_policy metadata_match hash_policy priority upgrade_configs max_stream_duration
    """
)
WEIGHTED_CLUSTER = HEADERS | words("name weight host_rewrite_literal metadata_match typed_per_filter_config")
REDIRECT = words(
    """
    host_redirect port_redirect https_redirect scheme_redirect path_redirect prefix_rewrite regex_rewrite
    strip_query response_code
    """
)
TCP_PROXY = words(
    """
    @type stat_prefix cluster weighted_clusters idle_timeout access_log access_log_options
    max_connect_attempts hash_policy metadata_match downstream_idle_timeout upstream_idle_timeout
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
