# Input: the lines of the current set, then those of a bundle. Variables: kinds; good, the last good version.
# Writes `union`: the clusters of both, the bundle's first, and the rest of the current set.
# Prints seven lines: whether the clusters are the same; those that gain traffic, those that changed, those that go;
# the route configurations that listeners ask for, before and after; every changed resource.
BEGIN {
    read_kinds()
}

$1 == "end" {
    next
}

{
    in_bundle = FILENAME != ARGV[1]
}

$1 == "share" {
    share[$2, in_bundle] = $3
}

$1 == "answers" && in_bundle {
    answers[$2]
}

$1 == "uses" {
    uses[in_bundle] = uses[in_bundle] " " $3
}

in_bundle && $1 in step_of {
    key = $1 "/:" $2
    after[key] = $3
    if (before[key] != $3 || !good) {
        touched = touched " " key
    }
    if (step_of[$1] == "clusters") {
        print >"union"
    }
}

!in_bundle {
    if ($1 in step_of) {
        before[$1 "/:" $2] = $3
    }
    if ($1 in step_of && step_of[$1] == "clusters") {
        old[$1 "/:" $2] = $0
    } else {
        rest[++rests] = $0
    }
}

END {
    same = "yes"
    for (key in old) {
        if (!(key in after)) {
            print old[key] >"union"
            same = "no"
            if (key ~ /^cluster\/:/) {
                removed = removed " " substr(key, 10)
            }
        }
    }
    for (number = 1; number <= rests; number++) {
        print rest[number] >"union"
    }
    for (key in after) {
        split(key, parts, "/:")
        if (step_of[parts[1]] != "clusters") {
            continue
        }
        if (before[key] != after[key]) {
            same = "no"
        }
        if (parts[1] == "cluster") {
            judge(parts[2], before[key] != after[key])
        }
    }
    print same "\n" gaining "\n" changed "\n" removed "\n" uses[0] "\n" uses[1] "\n" touched
}

# A cluster without traffic, or without endpoints that could answer, is not waited for.
function judge(name, differs) {
    if (!share[name, 1] || !(name in answers)) {
        return
    }
    if (share[name, 1] > share[name, 0] + 1e-6) {
        gaining = gaining " " name
    } else if (differs) {
        changed = changed " " name
    }
}
