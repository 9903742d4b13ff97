#!/bin/sh
# The same mesh on EC2 instances, from none.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "The same mesh on EC2 instances, from none" "0.30 USD an hour, until step 15" "$@"

may_fail pulumi config set --stack trial trial:platform ec2
under_load may_fail pulumi up --stack trial --yes --suppress-outputs
run aws ecs list-container-instances --cluster trial-trial --query 'length(containerInstanceArns)'
tell "How long until the first instance had tasks? How many tasks has an instance? Is every status 200?"
change platform=fargate
finish
