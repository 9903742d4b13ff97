# The files that Envoy reads. `sets/N` is one set of them; `xds/current` is a link to the set that Envoy has.
#   sets/N/lines       the lines of the bundle that the set was made from
#   sets/N/versions    the versions of its clusters and of the rest
#   sets/N/files       the names of its files

set_number=0

# swap LINES CLUSTERS-VERSION REST-VERSION: makes a new set of these lines, reads it again, and makes it current.
# Returns NO_ROOM, with $reason.
swap() {
    set_before=$(readlink xds/current)
    set_number=$((set_number + 1))
    folder=sets/$set_number
    reason=$no_room_text
    if ! write_set "$1" "$2" "$3" 2>/dev/null; then
        rm -rf "$folder"
        return $NO_ROOM
    fi
    if [ "$set_before" ]; then
        rm -rf "sets/${set_before##*/}"
    fi
}

# write_set LINES CLUSTERS-VERSION REST-VERSION: writes the files of a set into $folder, and makes it current.
write_set() {
    rm -rf "$folder" &&
        mkdir -p "$folder" &&
        cat "$1" >"$folder/lines" &&
        echo "$2 $3" >"$folder/versions" &&
        make_folders &&
        awk -F'\t' -v folder="$folder" -v clusters="$2" -v rest="$3" -v kinds="$RESOURCE_KINDS" "$files_awk" "$1" \
            >"$folder/files" &&
        awk -F'\t' -v kinds="$RESOURCE_KINDS" "$written_awk" "$folder/lines" "$folder/files" &&
        ln -sfn "../$folder" link &&
        replace_link
}

# make_folders: makes the folders of kinds that have a file for each resource.
make_folders() {
    for kind in $RESOURCE_KINDS; do
        file=${kind##*=}
        case $file in
            */*)
                mkdir -p "$folder/${file%/*}" || return 1
                ;;
        esac
    done
}

# replace_link: the link is replaced by one rename, which is what Envoy watches for. BSD's mv has another word for it.
replace_link() {
    mv -fT link xds/current || mv -fh link xds/current
}

# add_tables BUNDLE: writes `target`, its lines with the tables that the agent needs. Format 1 has none: its tables are
# found in its resources. Returns NO_ROOM, with $reason.
add_tables() {
    reason=$no_room_text
    case $(tail -n 1 "$1") in
        "end	format"*)
            cat "$1" >target 2>/dev/null || return $NO_ROOM
            ;;
        *)
            # Not every awk notices a full disk; the last line is there or it is not.
            {
                awk -F'\t' "$tables_awk" "$1" &&
                    echo end
            } >target 2>/dev/null || return $NO_ROOM
            if [ "$(tail -n 1 target)" != end ]; then
                return $NO_ROOM
            fi
            ;;
    esac
}

# tidy: removes what a killed agent left half made, and takes up the last good bundle.
tidy() {
    mkdir -p xds sets
    current=$(readlink xds/current)
    current=${current##*/}
    set_number=${current:-0}
    set +f
    for each in sets/*; do
        if [ "$each" != "sets/$set_number" ]; then
            rm -rf "$each"
        fi
    done
    set -f
    rm -f seen
    if is_whole last-good; then
        good_version=$(version_of last-good)
        wanted_version=$good_version
        ln -f last-good wanted
    fi
    bundle_problem=
}
