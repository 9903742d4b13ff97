# The agent beside one Envoy.
#   seed         makes the first set of files, before Envoy starts
#   run          keeps Envoy at what the source has
#   health       exits with 0 if Envoy has the wanted or the last good bundle
#   ready        exits with 0 if Envoy also finds its application healthy: the task may get requests
#   drain [now]  on SIGTERM, or now: waits until callers find other tasks, fails the health checks, then waits

# seed: makes the first set, from the last good bundle or the source. A living Envoy is left to `run`, which goes in
# steps.
seed() {
    if [ -e xds/current/versions ] && read_stats; then
        return
    fi
    tidy
    started=$(date +%s)
    while [ ! "$wanted_version" ]; do
        next_look=0
        look
        if [ "$wanted_version" ]; then
            break
        fi
        reason=${source_problem:-$bundle_problem}
        report unreadable "$reason"
        sleep 0.2
        if [ $(($(date +%s) - started)) -ge "$seed_seconds" ]; then
            echo "agent: no bundle to start with: $reason" >&2
            exit 1
        fi
    done
    if ! { add_tables wanted && swap target "$wanted_version" "$wanted_version"; }; then
        echo "agent: $reason" >&2
        exit 1
    fi
}

# run: applies what is wanted, again and again.
run() {
    if [ ! -e xds/current/versions ]; then
        seed
    fi
    tidy
    look
    looks=0
    while :; do
        apply_what_is_wanted
        report_state
        sleep "$poll_seconds"
        look
        looks=$(((looks + 1) % looks_between_comparisons))
        if [ $looks = 0 ]; then
            compare_with_envoy
        fi
    done
}

# apply_what_is_wanted: applies the wanted bundle; the last good one while the wanted one is refused.
apply_what_is_wanted() {
    while :; do
        bundle=wanted
        version=$wanted_version
        back=
        if [ "$wanted_version" = "$refused_version" ]; then
            bundle=last-good
            version=$good_version
            back=back
        fi
        if [ ! "$version" ] || [ "$unsettled$version_in_force" = "$version" ]; then
            return
        fi
        apply "$bundle" "$version" "$back"
        case $? in
            "$REFUSED")
                if [ "$back" ]; then
                    report rejected "$refusal; the last good set is refused too: $reason"
                    sleep 2
                    return
                fi
                refused_version=$wanted_version
                refusal=$reason
                if [ "$good_version" ]; then
                    continue
                fi
                unsettled=
                ;;
            "$ENVOY_GONE")
                version_in_force=
                report waiting-for-envoy "no answer from $admin"
                ;;
            "$NO_ROOM")
                report blocked "$reason"
                sleep 1
                ;;
        esac
        return
    done
}

# report_state: reports what the last look and the last attempt came to.
report_state() {
    case $source_problem$bundle_problem$unsettled in
        "")
            if [ "$wanted_version" = "$refused_version" ]; then
                report rejected "$refusal"
            elif [ "$wanted_version" = "$version_in_force" ]; then
                report in-force
            fi
            ;;
        "$no_room_text"*)
            report blocked "$source_problem"
            ;;
        yes) ;;
        *)
            report unreadable "${source_problem:-$bundle_problem}"
            ;;
    esac
}

# compare_with_envoy: has Envoy still what is in force? What was refused before anything was good is tried again.
compare_with_envoy() {
    if [ ! "$good_version" ]; then
        refused_version=
    fi
    read -r clusters_now rest_now <xds/current/versions
    read_stats
    answer=$(compare_stats "$version_in_force" "$version_in_force" "" "" "" unchanged)
    case "$clusters_now $rest_now $answer" in
        "$version_in_force $version_in_force ok" | "$version_in_force $version_in_force warming") ;;
        *)
            unsettled=yes
            ;;
    esac
}

# health: whether Envoy answers and has the wanted or the last good bundle.
health() {
    if ! read_stats; then
        echo "Envoy does not answer at $admin"
        return 1
    fi
    known=" $(version_of last-good) $(version_of wanted) "
    printf '%s\n' "$stats" | awk -F'"' -v known="$known" "$health_awk"
}

# ready: whether the task may get requests. A task without an application is ready when Envoy has its configuration.
ready() {
    health || return 1
    filter="^cluster.${APPLICATION}[0-9]*.membership_healthy\$"
    members=$(request GET "$admin/stats?filter=$filter" 2>/dev/null)
    printf '%s\n' "$members" | awk -F': ' "$ready_awk"
}

# hold: keeps serving while the task's name leads here. Who stops a task does not wait until callers know the others.
hold() {
    started=$(date +%s)
    absent_looks=0
    while [ "$absent_looks" -lt 3 ] && [ $(($(date +%s) - started)) -lt "$hold_seconds" ]; do
        if {
            ip -o -4 address show
            echo "="
            nslookup "$task_name"
        } 2>/dev/null | awk "$resolves_awk"; then
            absent_looks=0
        else
            absent_looks=$((absent_looks + 1))
        fi
        sleep 1
    done
    sleep "$resolve_seconds"
}

# drain [now]: fails the health checks, so that callers leave, and waits for requests in flight.
drain() {
    if [ "${1:-}" != now ]; then
        told=
        trap 'told=yes' TERM INT
        until [ "$told" ]; do
            sleep 60 &
            wait $!
        done
        kill $! 2>/dev/null
        if [ "$task_name" ]; then
            hold
        fi
    fi
    request POST "$admin/healthcheck/fail"
    request POST "$admin/drain_listeners?graceful&inboundonly"
    sleep "$drain_seconds"
}

choose_fetch
case ${1:-} in
    drain)
        drain "${2:-}"
        ;;
    seed | run | health | ready)
        trap 'exit 0' TERM INT
        mkdir -p "$state_folder" && cd "$state_folder" && "$1"
        ;;
    *)
        echo "usage: agent.sh seed|run|health|ready|drain [now]" >&2
        exit 2
        ;;
esac
