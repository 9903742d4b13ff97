#!/bin/sh
# New tasks under load.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "New tasks under load" "0.05 USD" "$@"

under_load change release=2
run curl --silent --show-error "$(url)"
tell "Is every status 200? Otherwise which ones, and how many?"
finish
