#!/bin/sh
# An image that does not exist: the circuit breaker.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "An image that does not exist: the circuit breaker" "0.02 USD" "$@"

run pulumi config set --stack trial trial:tag does-not-exist
under_load may_fail pulumi up --stack trial --yes --suppress-outputs
run aws ecs describe-services --cluster trial-trial --services trial-trial-checkout-v1 \
	--query 'services[0].{rollout: deployments[].rolloutState, events: events[:5].message}'
tell "After how long did the up fail, and with which text? Is every status 200?"
change tag=3.13-alpine
finish
