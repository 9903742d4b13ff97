# What Envoy says of itself.

stats=
stats_before=
# Why something did not succeed, and which resources a bundle changes.
reason=
touched=

# read_stats [members]: reads Envoy's stats into $stats; with `members` also the members and requests of clusters.
# Returns 1 if Envoy does not answer.
read_stats() {
    filter="cluster_manager.(cds.|warming)"
    filter="$filter|listener_manager.(lds.(up|ver)|listener_create_f|total_listeners_w)"
    filter="$filter|server.(uptime|dynamic_unk)"
    filter="^($filter|http..*.rds..*(update_[aefr]|version_text)"
    if [ "${1:-}" ]; then
        filter="$filter|cluster..*.(membership_healthy|warming_state|upstream_rq_(pending_)?active)\$"
    fi
    stats=$(request GET "$admin/stats?filter=$filter)" 2>/dev/null) && [ "$stats" ]
}

# compare_stats CLUSTERS-VERSION REST-VERSION ROUTES GAINING CHANGED [unchanged]: prints what $stats say, compared with
# $stats_before. With `unchanged`, Envoy is only asked whether it still has these versions.
#   refused KIND...       Envoy refused resources of these kinds, or does not know a field
#   waiting NAME...       it has not loaded these yet
#   sick CLUSTER...       changed clusters that lost their last healthy member
#   cold CLUSTER...       clusters that gain traffic and have no healthy member yet
#   warming               other clusters are still warming
#   ok
compare_stats() {
    printf '%s\n=\n%s\n' "$stats_before" "$stats" | awk -F': ' -v clusters="$1" -v rest="$2" -v routes="$3" \
        -v gaining="$4" -v changed="$5" -v unchanged="${6:-}" "$compare_awk"
}

# settle CLUSTERS-VERSION REST-VERSION ROUTES GAINING CHANGED [unchanged]: waits until Envoy has it all.
# Returns REFUSED with $reason, OVERTAKEN if the source has something newer, ENVOY_GONE.
settle() {
    started=$(date +%s)
    settling=$wanted_version
    while read_stats members; do
        answer=$(compare_stats "$@")
        waited=$(($(date +%s) - started))
        late=
        if [ "$waited" -ge "$warm_seconds" ]; then
            late=late
        fi
        case $late:$answer in
            *:ok | late:warming)
                return 0
                ;;
            *:refused*)
                explain_refusal "${answer#refused}" "$1"
                return $REFUSED
                ;;
            *:waiting*)
                reason="Envoy does not take${answer#waiting}"
                if [ "$waited" -ge 10 ]; then
                    return $REFUSED
                fi
                ;;
            late:sick*)
                reason="cluster${answer#sick}: no healthy member since it was changed"
                return $REFUSED
                ;;
            late:cold*)
                report blocked "cluster${answer#cold}: no healthy member"
                sleep 0.5
                ;;
        esac
        case $answer in
            waiting*) ;;
            *)
                look
                if [ "$settling" != "$wanted_version" ]; then
                    return $OVERTAKEN
                fi
                ;;
        esac
        sleep 0.05
    done
    return $ENVOY_GONE
}

# explain_refusal KINDS CLUSTERS-VERSION: sets $reason, from Envoy's configuration dump and its log.
explain_refusal() {
    mask="mask=version_info,cluster.name"
    reason="Envoy refuses$(
        for dump in "active_clusters&$mask" "warming_clusters&$mask" "listeners&mask=name,error_state.details"; do
            request GET "$admin/config_dump?resource=dynamic_$dump" 2>/dev/null
        done | awk -F'"' -v kinds="$1" -v clusters="$2" -v touched="$touched" "$refused_awk"
    )"
    if [ -r "$envoy_log" ]; then
        reason="$reason: $(tail -c "+$log_start" "$envoy_log" | awk "$log_awk")"
    fi
}
