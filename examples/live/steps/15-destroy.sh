#!/bin/sh
# Destroy, up again, destroy.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "Destroy, up again, destroy" "0.10 USD; afterwards nothing runs" "$@"

may_fail pulumi destroy --stack trial --yes
tell "What could not be deleted, and did a second destroy get past it?"
run pulumi up --stack trial --yes --suppress-outputs
run curl --silent --show-error --retry 5 --retry-all-errors "$(url)"
run pulumi destroy --stack trial --yes
may_fail aws resourcegroupstaggingapi get-resources --tag-filters Key=meshwright:mesh,Values=trial \
	--query 'ResourceTagMappingList[].ResourceARN'
tell "Is the list empty? Some services list what is deleted for a while."
finish
