# What the agent reports: status.json, and one line of JSON in its log for each change.
#   applying           a new bundle is on its way
#   blocked            it waits for a healthy member of a cluster, or for room on the disk
#   draining           it is in force; requests to what was removed are still in flight
#   in-force           Envoy has what the source has
#   rejected           Envoy refused it; the last good one is in force
#   unreadable         the source is gone, or its bundle is not whole or of another format; nothing has changed
#   waiting-for-envoy  Envoy does not answer

wanted_version=
version_in_force=
reported=
logged=

# report STATE [REASON]: reports a state, unless it has been reported already.
report() {
    now_reported="$1 $version_in_force $wanted_version ${2:-}"
    if [ "$now_reported" = "$reported" ]; then
        return 0
    fi
    reason_json=$(printf %s "${2:-}" | tr '\000-\037' ' ' | sed 's/[\\"]/\\&/g')
    fields="\"state\":\"$1\",\"in_force\":\"$version_in_force\",\"wanted\":\"$wanted_version\""
    fields="$fields,\"reason\":\"$reason_json\""
    if [ "$fields" != "$logged" ]; then
        echo "{\"time\":\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\",$fields}"
    fi
    logged=$fields
    # Where this fails, the disk is full, and it is tried again at the next call.
    {
        echo "{$fields}" >status.new &&
            mv -f status.new status.json &&
            reported=$now_reported
    } 2>/dev/null
}
