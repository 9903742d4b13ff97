# The source of bundles, and whether what comes from it is whole.
#   seen    what the source had at the last look
#   wanted  the newest whole bundle of a format that this agent reads

# Why the source could not be read, and why its bundle is not taken. Empty: no objection.
source_problem=
bundle_problem=
next_look=0

# version_of FILE: prints the version of a bundle.
version_of() {
    tail -n 1 "$1" 2>/dev/null | awk -F'\t' "$version_awk"
}

# is_whole FILE: whether it is a whole bundle, of any format. Sets $bundle_problem and $bundle_format.
is_whole() {
    bundle_format=
    bundle_problem="cut short: it does not end in a whole line"
    if [ ! -s "$1" ] || [ "$(tail -c 1 "$1")" ]; then
        return 1
    fi
    digest=$(sed '$d' "$1" | sha256sum) || return 1
    lines=$(($(wc -l <"$1") - 1))
    verdict=$(tail -n 1 "$1" | awk -F'\t' -v digest="${digest%% *}" -v lines="$lines" "$whole_awk") || return 1
    case $verdict in
        "whole "*)
            bundle_problem=
            bundle_format=${verdict#whole }
            ;;
        *)
            bundle_problem=$verdict
            return 1
            ;;
    esac
}

# is_readable FILE: whether it is a whole bundle of a format that this agent reads. Sets $bundle_problem.
is_readable() {
    is_whole "$1" || return 1
    case " $FORMATS " in
        *" $bundle_format "*) ;;
        *)
            bundle_problem="it has format $bundle_format, and this agent reads formats $FORMATS: what is in force stays"
            return 1
            ;;
    esac
    unknown=$(awk -F'\t' -v kinds="$RESOURCE_KINDS" -v tables="$TABLES" "$words_awk" "$1")
    if [ "$unknown" ]; then
        bundle_problem="it has a line of \"$unknown\", which this agent does not know: what is in force stays"
        return 1
    fi
}

# read_source: reads the source into `seen.new`. Sets $source_problem. Returns 1 if there is nothing new to look at.
read_source() {
    source_problem_before=$source_problem
    source_problem=
    if [ "$remote" ]; then
        now=$(date +%s)
        if [ "$now" -lt "$next_look" ]; then
            source_problem=$source_problem_before
            return 1
        fi
        next_look=$((now + ${poll_seconds%.*}))
        # "refused" is a source that does not run; a status of HTTP is one that has no bundle for this task.
        if ! why=$(request GET "$source_address" 2>&1 >seen.new); then
            why=$(printf %s "$why" | sed 's/ after [0-9]* ms//')
            source_problem="no bundle from $source_address${why:+: $why}"
        fi
    else
        if cmp -s "$source_address" seen 2>/dev/null; then
            return 1
        fi
        cat "$source_address" >seen.new 2>/dev/null || source_problem="cannot read $source_address"
    fi
}

# look: looks at the source. A new readable bundle becomes `wanted`, its version $wanted_version.
look() {
    read_source || return 0
    if [ "$source_problem" ]; then
        # A full disk looks as if the source were gone: tell them apart by writing a little.
        if ! { printf %9000s . >room; } 2>/dev/null; then
            source_problem=$no_room_text
            rm -f seen.new
        fi
        rm -f room
        return 0
    fi
    if cmp -s seen.new seen 2>/dev/null; then
        return 0
    fi
    if is_readable seen.new; then
        wanted_version=$(version_of seen.new)
        refused_version=
        ln -f seen.new wanted || return 0
    fi
    mv -f seen.new seen
}
