# Input: the lines of a bundle. Variables: kinds; tables, the first columns of tables.
# Prints the first column that is of neither, if there is one: what this agent does not know.
BEGIN {
    read_kinds()
    for (number = split(tables, names, " "); number; number--) {
        known[names[number]]
    }
    known["end"]
}

!($1 in known) && !($1 in file_of) {
    print $1
    exit
}
