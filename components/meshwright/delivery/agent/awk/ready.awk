# Input: the healthy members of the clusters of Envoy's own application, a stat a line.
# Exits with 1 if a cluster has none, and prints which.
$2 != "" && $2 + 0 < 1 {
    name = $1
    sub(/\.membership_healthy$/, "", name)
    sub(/^cluster\./, "", name)
    print "Envoy finds nobody at " name
    failed = 1
}

END {
    exit failed
}
