#!/bin/sh
# An application that listens after 60 seconds, under load.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "An application that listens after 60 seconds, under load" "0.05 USD" "$@"

under_load change starts_after=60 release=3
under_load change starts_after=0
tell "Is every status 200? How long did each up take?"
finish
