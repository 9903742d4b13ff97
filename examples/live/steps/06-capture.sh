#!/bin/sh
# Capture, egress and names, as an application sees them.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "Capture, egress and names, as an application sees them" "nothing more" "$@"

pause 60 "the probe has said everything at least once"
run aws logs tail /meshwright/trial/trial/probe --since 2m --format short --filter-pattern probe
tell "Expected: checkout answers; web and the host outside do not (403); the name outside resolves."
tell "8.8.8.8 by UDP is not captured: does the security group stop it?"
finish
