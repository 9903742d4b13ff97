# Input: the lines of a bundle. Variables: kinds; want, which is "clusters" or "rest".
# Prints the lines of that step. Lines that are no resources belong to the rest.
BEGIN {
    read_kinds()
}

{
    step = $1 in step_of ? step_of[$1] : "rest"
    if (step == want) {
        print
    }
}
