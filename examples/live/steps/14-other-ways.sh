#!/bin/sh
# Loopback capture, then inline delivery.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "Loopback capture, then inline delivery" "0.10 USD" "$@"

change capture=loopback
pause 60 "the probe has said everything at least once"
run aws logs tail /meshwright/trial/trial/probe --since 2m --format short --filter-pattern probe
tell "Expected: checkout answers. Other hosts are not captured, so they may answer."
change delivery=inline
run curl --silent --show-error "$(url)"
change capture=transparent delivery=appconfig
tell "Which change failed, and with which text?"
finish
