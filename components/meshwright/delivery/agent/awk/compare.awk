# Input: Envoy's stats before, a line "=", Envoy's stats now. Variables: the versions of clusters and of the rest that
# it should have; routes, gaining and changed, which are names; unchanged, if no news is good news.
# Prints what `compare_stats` says.

# A name as Envoy writes it in stats.
function plain(name) {
    gsub(/:\/\/|:\/|:/, "_", name)
    return name
}

function has(prefix, version) {
    if (now[prefix "version_text"] != "\"" version "\"") {
        return 0
    }
    return unchanged || now[prefix "update_attempt"] != before[prefix "update_attempt"]
}

function kind_of(stat, route) {
    if (stat ~ /^cluster_m/) {
        return "cluster"
    }
    if (stat ~ /^listener_m/) {
        return "listener"
    }
    return stat ~ /^http/ ? "route:" route : "unknown"
}

$0 == "=" {
    second = 1
    next
}

second {
    now[$1] = $2
}

!second {
    before[$1] = $2
}

END {
    # Envoy was started again: its counters began at 0.
    if (now["server.uptime"] + 0 < before["server.uptime"] + 0) {
        split("", before)
    }
    for (stat in now) {
        route = stat
        sub(/.*\.rds\./, "", route)
        sub(/\.[^.]*$/, "", route)
        if (stat ~ /^http.*version_text$/ && has(substr(stat, 1, length(stat) - 12), rest)) {
            loaded[route]
        }
        counts_refusals = stat ~ /update_(rejected|failure|empty)$|unknown_fields$|create_failure$/
        if (counts_refusals && !unchanged && now[stat] + 0 > before[stat] + 0) {
            refused[kind_of(stat, route)]
        }
    }
    for (kind in refused) {
        all = all " " kind
    }
    if (all) {
        print "refused" all
        exit
    }
    if (!has("cluster_manager.cds.", clusters)) {
        waiting = " clusters"
    }
    if (!has("listener_manager.lds.", rest) || now["listener_manager.total_listeners_warming"] + 0) {
        waiting = waiting " listeners"
    }
    for (number = split(routes, names, " "); number; number--) {
        if (!(plain(names[number]) in loaded)) {
            waiting = waiting " " names[number]
        }
    }
    if (waiting) {
        print "waiting" waiting
        exit
    }
    for (number = split(changed, names, " "); number; number--) {
        stat = "cluster." plain(names[number]) ".membership_healthy"
        if (now[stat] + 0 < 1 && before[stat] + 0) {
            sick = sick " " names[number]
        }
    }
    for (number = split(gaining, names, " "); number; number--) {
        prefix = "cluster." plain(names[number]) "."
        if (now[prefix "membership_healthy"] + 0 < 1 || now[prefix "warming_state"] + 0) {
            cold = cold " " names[number]
        }
    }
    if (sick) {
        print "sick" sick
    } else if (cold) {
        print "cold" cold
    } else {
        print now["cluster_manager.warming_clusters"] + 0 ? "warming" : "ok"
    }
}
