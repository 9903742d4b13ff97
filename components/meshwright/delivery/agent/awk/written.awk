# Input: the lines of a bundle, then the names of the files made from them. Variable: kinds.
# Exits with 0 if every resource is in a file and every file ends as it must: not every awk notices a full disk.
BEGIN {
    read_kinds()
}

FNR == NR {
    if ($1 in file_of) {
        wanted[$3]
        missing++
    }
    next
}

{
    last = ""
    while ((getline line <$0) > 0) {
        if (line in wanted) {
            missing--
        }
        last = line
    }
    close($0)
    if (last != "]}") {
        incomplete = 1
    }
}

END {
    exit incomplete || missing != 0
}
