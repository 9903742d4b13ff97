#!/bin/sh
# One task of checkout is stopped from outside, under load.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "One task of checkout is stopped from outside, under load" "0.02 USD" "$@"

task=$(look task aws ecs list-tasks --cluster trial-trial --service-name trial-trial-checkout-v1 \
	--query 'taskArns[0]' --output text)
under_load run aws ecs stop-task --cluster trial-trial --task "$task" --query task.desiredStatus
tell "Which statuses other than 200, and for how long? When was the new task called?"
finish
