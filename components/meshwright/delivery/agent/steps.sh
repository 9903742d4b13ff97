# The steps from what is in force to a new bundle. None of them loses a request:
#   1. clusters: those of both bundles; the rest stays as it was
#   2. wait until Envoy has them, and those that gain traffic have a healthy member
#   3. listeners and routes of the new bundle
#   4. wait until requests to clusters that go are answered
#   5. clusters: those of the new bundle

# The version of the last good bundle; that of the bundle that Envoy refused, and why.
good_version=
refused_version=
refusal=
# Whether there is something to do, and whether Envoy may have refused the clusters of both bundles (step 1).
unsettled=yes
union_in_doubt=yes
state_when_kept=

# compare_with_target: what differs between the current set and the lines of `target`. Writes `union`, the lines of
# step 1. Sets
#   $same_clusters  yes or no
#   $gaining        clusters whose share of traffic grows and that have endpoints
#   $changed        other changed clusters with traffic and endpoints
#   $removed        clusters that go
#   $routes_before  $routes_after  the route configurations that listeners ask for
#   $touched        every changed resource, as kind/:name
compare_with_target() {
    {
        read -r same_clusters
        read -r gaining
        read -r changed
        read -r removed
        read -r routes_before
        read -r routes_after
        read -r touched
    } <<END
$(awk -F'\t' -v good="$good_version" -v kinds="$RESOURCE_KINDS" "$differences_awk" xds/current/lines target 2>/dev/null)
END
}

# apply BUNDLE VERSION [back]: brings a bundle into force. With `back`, it is the last good one, and no cluster is
# waited for. Returns what `settle` and `swap` return.
apply() {
    read -r clusters_now rest_now <xds/current/versions
    undo_union || return
    add_tables "$1" || return
    compare_with_target
    unsettled=yes
    state_when_kept=in-force
    read_stats members || return $ENVOY_GONE
    if already_there "$2"; then
        keep "$1" "$2"
        return
    fi
    stats_before=$stats
    log_start=1
    if [ -r "$envoy_log" ]; then
        log_start=$(($(wc -c <"$envoy_log") + 1))
    fi
    if [ "${3:-}" ]; then
        gaining=
    else
        report applying
    fi
    if [ ! "$good_version" ] || [ "$rest_now" = "$2" ]; then
        # Nothing is in force that could lose requests, or the new routes are.
        same_clusters=yes
        gaining=
    fi
    if [ "$same_clusters" = yes ]; then
        apply_routes "$1" "$2"
    else
        apply_all "$1" "$2" "${3:-}"
    fi
}

# undo_union: with the last good routes in force, nothing needs the clusters that Envoy may have refused.
undo_union() {
    case $union_in_doubt:$clusters_now:$rest_now in
        yes:*+union:"$good_version")
            swap last-good "$good_version" "$good_version" || return
            clusters_now=$good_version
            ;;
    esac
}

# already_there VERSION: whether Envoy has exactly this version, with nothing to wait for.
already_there() {
    if [ "$clusters_now $rest_now" != "$1 $1" ]; then
        return 1
    fi
    case $(compare_stats "$1" "$1" "$routes_after" "" "" unchanged) in
        ok | warming) return 0 ;;
    esac
    return 1
}

# apply_routes BUNDLE VERSION: the clusters are the same, so that only step 3 is left.
apply_routes() {
    if [ "$gaining" ]; then
        settle "$clusters_now" "$rest_now" "$routes_before" "$gaining" "" unchanged || return
    fi
    stats_before=$stats
    swap target "$2" "$2" || return
    settle "$2" "$2" "$routes_after" "" "" || return
    keep "$1" "$2"
}

# apply_all BUNDLE VERSION [back]: all five steps. Back from a refused bundle, all clusters are there already.
apply_all() {
    if [ "${3:-}" ]; then
        union_lines=xds/current/lines
        union_version=$clusters_now
    else
        union_lines=union
        union_version=$2+union
        union_in_doubt=yes
        swap union "$union_version" "$rest_now" || return
        settle "$union_version" "$rest_now" "$routes_before" "$gaining" "$changed"
        settled=$?
        if [ $settled = $OVERTAKEN ]; then
            union_in_doubt=
        fi
        if [ $settled != 0 ]; then
            return $settled
        fi
    fi
    union_in_doubt=
    reason=$no_room_text
    {
        lines_of clusters "$union_lines" &&
            lines_of rest target
    } >next 2>/dev/null || return $NO_ROOM
    if [ "$removed" ]; then
        # Not done yet: tasks behind what is removed must not stop before their requests are answered.
        state_when_kept=draining
    fi
    stats_before=$stats
    swap next "$union_version" "$2" || return
    settle "$union_version" "$2" "$routes_after" "" "" || return
    keep "$1" "$2" || return
    unsettled=yes
    wait_for_requests || return
    stats_before=$stats
    swap target "$2" "$2" || return
    settle "$2" "$2" "$routes_after" "" "" || return
    unsettled=
}

# lines_of STEP LINES: prints the lines that belong to the clusters' step, or to the rest.
lines_of() {
    awk -F'\t' -v kinds="$RESOURCE_KINDS" -v want="$1" "$step_awk" "$2"
}

# wait_for_requests: waits until no request to a removed cluster is in flight at four looks in a row, because one look
# may be between two tries of a request.
wait_for_requests() {
    started=$(date +%s)
    settling=$wanted_version
    quiet_looks=4
    if [ "$removed" ]; then
        quiet_looks=0
    fi
    while [ "$quiet_looks" -lt 4 ] && [ $(($(date +%s) - started)) -lt "$linger_seconds" ] && read_stats members; do
        look
        if [ "$settling" != "$wanted_version" ]; then
            return $OVERTAKEN
        fi
        sleep 0.25
        quiet_looks=$(printf '%s\n' "$stats" | awk -F': ' -v removed="$removed" -v quiet="$quiet_looks" "$quiet_awk")
    done
}

# keep BUNDLE VERSION: it is in force, and the last good one from now on.
keep() {
    unsettled=
    version_in_force=$2
    good_version=$2
    if [ "$1" = last-good ]; then
        return 0
    fi
    if ! { ln -f "$1" good.new && mv -f good.new last-good; } 2>/dev/null; then
        unsettled=yes
        reason=$no_room_text
        return $NO_ROOM
    fi
    report "$state_when_kept"
    return 0
}
