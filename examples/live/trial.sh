#!/bin/sh
# What every step of the trial shares: consent, the commands that it runs, and what it saw.
# Source it, then call `trial` first. Nothing of this was ever run on a live account.

export PULUMI_SKIP_UPDATE_CHECK=true
export AWS_REGION="${AWS_REGION:-eu-west-1}"
export AWS_PAGER=""
mode=refuse

# trial TITLE COST "$@": reads the options of a step. Without consent the step ends here.
trial() {
	title=$1 cost=$2
	shift 2
	for option in "$@"; do
		case $option in
		--plan) mode=plan ;;
		--yes-this-costs) mode=run ;;
		--help | -h) mode=help ;;
		*)
			echo "unknown option: $option" >&2
			usage >&2
			exit 2
			;;
		esac
	done
	cd "$(dirname "$0")/.." || exit 2
	echo "== $title"
	echo "   costs about $cost; never run on a live account so far"
	case $mode in
	help)
		usage
		exit 0
		;;
	refuse)
		echo "This uses your AWS account and costs money." >&2
		usage >&2
		exit 2
		;;
	esac
	began=$(date +%s)
}

usage() {
	echo "options: --plan            show what would be run, and run nothing"
	echo "         --yes-this-costs  run it in the account of your AWS credentials, in $AWS_REGION"
}

# run COMMAND...: shows a command, runs it, and says how it ended. A failure ends the step.
run() {
	may_fail "$@" || {
		code=$?
		echo "!! the step ends here; please tell us the lines above"
		exit "$code"
	}
}

# may_fail COMMAND...: the same; a failure is something to see, not the end.
may_fail() {
	echo "\$ $*"
	[ "$mode" = run ] || return 0
	at=$(date +%s)
	if "$@"; then ended=0; else ended=$?; fi
	echo "-- exit $ended after $(($(date +%s) - at)) s"
	return "$ended"
}

# look NAME COMMAND...: prints what a command answers, for use in other commands; in a plan, its name.
look() {
	name=$1
	shift
	if [ "$mode" = run ]; then
		"$@" || echo "nothing-for-$name"
	else
		echo "<$name>"
	fi
}

# change SETTING=VALUE...: changes settings of the stack, and brings it up.
change() {
	for each in "$@"; do
		run pulumi config set --stack trial "trial:${each%%=*}" "${each#*=}"
	done
	run pulumi up --stack trial --yes --suppress-outputs
}

# pause SECONDS REASON
pause() {
	echo "waits $1 s: $2"
	[ "$mode" != run ] || sleep "$1"
}

url() {
	look url pulumi stack output --stack trial --json | sed -n 's/.*"public": *"\([^"]*\)".*/\1/p;s/^<url>$/&/p' |
		head -n 1
}

# later SECONDS COMMAND...: runs a command in the background after some time.
later() {
	after=$1
	shift
	echo "in $after s: \$ $*"
	[ "$mode" = run ] || return 0
	(sleep "$after" && "$@") &
}

# under_load COMMAND...: ten requests a second to the gateway while a command runs, and a minute more.
under_load() {
	to=$(url)
	echo "ten requests a second to $to, meanwhile:"
	if [ "$mode" = run ]; then
		codes=$(mktemp)
		requests "$to" "$codes" &
		load=$!
		trap 'kill "$load" 2>/dev/null' EXIT # also where the command ends the step
	fi
	"$@"
	pause 60 "what comes late is seen, too"
	[ "$mode" = run ] || return 0
	kill "$load"
	trap - EXIT
	echo "-- requests by status (000: no answer):"
	sort "$codes" | uniq -c
	rm -f "$codes"
}

# requests URL FILE: the statuses of ten requests a second, until it is stopped.
requests() {
	while :; do
		curl --silent --output /dev/null --max-time 20 --write-out '%{http_code}\n' "$1" >>"$2" &
		sleep 0.1
	done
}

# tell QUESTION: what we would like to know.
tell() {
	echo "?? $1"
}

# finish: the end of a step that got there.
finish() {
	[ "$mode" = run ] || return 0
	echo "== done after $(($(date +%s) - began)) s"
}
