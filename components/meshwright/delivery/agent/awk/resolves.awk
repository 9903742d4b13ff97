# Input: the addresses of this machine as `ip -o -4 address show` prints them, a line "=", an answer of nslookup.
# Exits with 0 if the name resolves to one of the addresses, also among others.
$0 == "=" {
    second = 1
    next
}

!second {
    split($4, parts, "/")
    own[parts[1]]
    next
}

/^Name:/ {
    named = 1
}

named && /^Address/ {
    for (field = 2; field <= NF; field++) {
        if ($field in own) {
            found = 1
        }
    }
}

END {
    exit !found
}
