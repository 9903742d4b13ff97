# Input: Envoy's stats. Variables: removed clusters; quiet, the looks so far at which nothing was in flight.
# Prints the number of such looks in a row, this one included.
BEGIN {
    gsub(/:\/\/|:\/|:/, "_", removed)
    for (number = split(removed, names, " "); number; number--) {
        goes["cluster." names[number]]
    }
}

{
    sub(/\.upstream_rq_.*/, "", $1)
    if ($1 in goes) {
        busy += $2
    }
}

END {
    print busy ? 0 : quiet + 1
}
