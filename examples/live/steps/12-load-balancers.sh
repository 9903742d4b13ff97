#!/bin/sh
# Another kind of load balancer, and requests of half a minute.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "Another kind of load balancer, and requests of half a minute" "0.10 USD" "$@"

run curl --silent --show-error --max-time 60 "$(url)?wait=30"
under_load change balancer=application
run curl --silent --show-error --max-time 60 "$(url)?wait=30"
tell "Was an address unreachable, and for how long? The name of the load balancer changes: which one was asked?"
change balancer=network
finish
