# Input: the last line of a bundle. Variables: digest and lines, of all lines before it.
# Prints "whole FORMAT", or what is wrong. Format 1 has the bare number of its lines: "end 12 DIGEST".
{
    if ($1 != "end" || NF != 3) {
        print "cut short: its last line is not an end line"
        exit
    }
    format = 1
    count = $2
    if ($2 ~ /^format [0-9]+, [0-9]+ lines$/) {
        split($2, words, /[ ,]+/)
        format = words[2]
        count = words[3]
    }
    if (count != lines "") {
        print "it has " lines " lines, its end line says " $2
    } else if ($3 != digest) {
        print "its sha256 is " digest ", its end line says " $3
    } else {
        print "whole " format
    }
}
