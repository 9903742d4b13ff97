# Input: Envoy's log since the change. Prints the first reason that it names, of at most about 400 characters.
/^\[[0-9]/ {
    if (found) {
        exit
    }
    found = sub(/.*(config update rejected|Unknown field): /, "")
}

found {
    text = text " " $0
}

END {
    gsub(/ +/, " ", text)
    size = length(text)
    if (size > 420) {
        print substr(text, 2, 200) " ... " substr(text, size - 199)
    } else {
        print substr(text, 2)
    }
}
