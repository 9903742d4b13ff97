#!/bin/sh
# The first up.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "The first up" "0.25 USD an hour, until step 15" "$@"

run pulumi up --stack trial --yes
run curl --silent --show-error --retry 5 --retry-all-errors "$(url)"
run aws ecs list-services --cluster trial-trial --query 'length(serviceArns)'
tell "How long did it take? Was there an error of IAM, AppConfig or Cloud Map? Did a second up get past it?"
finish
