# Input: Envoy's stats, split at quotes. Variable: known versions. Exits with 1 if Envoy has another one, and prints it.
/^(cluster_manager.cds|listener_manager.lds).version_text/ {
    sub(/[+]union$/, "", $2)
    if (!$2 || !index(known, " " $2 " ")) {
        print "Envoy has " $1 $2 ", not one of" known
        exit bad = 1
    }
}

END {
    exit bad
}
