# Shared: the table of resource kinds, from the variable kinds: "cluster:clusters=clusters.json ...".
# Sets step_of[word] and file_of[word].
function read_kinds(    rows, number, parts) {
    for (number = split(kinds, rows, " "); number; number--) {
        split(rows[number], parts, /[:=]/)
        step_of[parts[1]] = parts[2]
        file_of[parts[1]] = parts[3]
    }
}
