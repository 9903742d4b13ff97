# HTTP requests, by whatever the image has.

# choose_fetch: sets $fetch, the command for a request.
choose_fetch() {
    if [ "${MESHWRIGHT_FETCH:-}" ]; then
        fetch=$MESHWRIGHT_FETCH
        return
    fi
    if ! command -v wget >/dev/null; then
        fetch="curl -gfsS -m 5 -X"
        return
    fi
    fetch="wget -q -t 1 -O -"
    # Some builds of busybox crash when they are given a time limit. Nobody listens on port 1, so this only tries it.
    wget -q -t 1 -T 5 -O - http://127.0.0.1:1/ >/dev/null 2>&1
    if [ $? -le 128 ]; then
        fetch="$fetch -T 5"
    fi
}

# request METHOD URL: prints the answer. Returns other than 0 if there is none.
request() {
    case "$fetch $1" in
        "wget -q "*GET)
            $fetch "$2"
            ;;
        "wget -q "*)
            $fetch --post-data= "$2"
            ;;
        *)
            $fetch "$1" "$2"
            ;;
    esac
}
