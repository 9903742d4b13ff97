# Input: configuration dumps of clusters and listeners, split at quotes. They are Envoy's own JSON, a field a line.
# Variables: kinds of which something was refused; clusters, the version that they should have; touched, every changed
# resource. Prints which resources may have been refused.
$2 == "@type" {
    name = ""
}

$2 == "version_info" {
    version = $4
}

$2 == "name" {
    name = $4
    if (version) {
        version_of[name] = version
    }
    version = ""
}

$2 == "details" && name {
    errors = errors " or listener " name " (" $4 ")"
}

END {
    for (number = split(kinds, each, " "); number; number--) {
        found = each[number] == "listener" ? errors : ""
        if (sub(/^route:/, "", each[number])) {
            found = " or route " each[number]
        }
        if (!found) {
            found = suspects(each[number])
        }
        before = each[number] == "unknown" ? "a field it does not know, in " : ""
        all = all (all ? "; " : " ") before substr(found, 5)
    }
    print all
}

# The changed resources of a kind; of clusters those that Envoy does not have in the new version.
function suspects(kind,    number, names, parts, found) {
    for (number = split(touched, names, " "); number; number--) {
        split(names[number], parts, "/:")
        if (kind == "unknown" || kind == parts[1] && (parts[1] != "cluster" || version_of[parts[2]] != clusters)) {
            found = found " or " parts[1] " " parts[2]
        }
    }
    return found
}
