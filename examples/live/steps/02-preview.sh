#!/bin/sh
# A preview of everything, before anything is made.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "A preview of everything, before anything is made" "nothing" "$@"

run pulumi preview --stack trial
tell "Is there an error before the first resource?"
finish
