# Input: the lines of a bundle of format 1, which has no tables.
# Prints them with the tables that format 2 has, found in JSON by splitting it at quotes. This relies on how bundles are
# written: no space between tokens.
$1 == "end" {
    next
}

{
    print
}

$1 == "cluster" {
    clusters[$2]
    if ($3 ~ /"lb_endpoints":\[[{]/) {
        print "answers\t" $2 "\t"
    }
    next
}

{
    parts = split($3, part, "\"")
    name = ""
    for (i = 1; i < parts; i++) {
        value = part[i + 2]
        if (part[i] == "weighted_clusters") {
            add_weighted()
        } else if (part[i] == "request_mirror_policies") {
            copies = 1
        } else if (part[i] == "cluster" && part[i + 1] == ":") {
            if (!copies) {
                add(value, 1)
            }
            copies = 0
        } else if (part[i] == "name" && value in clusters) {
            name = value
        } else if (part[i] == "weight" && part[i + 1] ~ /^:[1-9]/) {
            weight = substr(part[i + 1], 2) + 0
            weights[name] += weight
            sum += weight
        } else if (part[i] == "route_config_name") {
            print "uses\t" $2 "\t" value
        }
    }
    add_weighted()
}

END {
    for (number = 1; number <= count; number++) {
        printf "share\t%s\t%.6g\n", names[number], share[names[number]]
    }
}

function add(name, part_of_traffic) {
    if (!(name in share)) {
        names[++count] = name
    }
    share[name] += part_of_traffic
}

# The end of one weighted route: each of its clusters gets its part of the sum.
function add_weighted(    each) {
    for (each in weights) {
        add(each, weights[each] / sum)
    }
    split("", weights)
    sum = 0
}
