#!/bin/sh
# Is the account ready?.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "Is the account ready?" "nothing" "$@"

may_fail pulumi stack init trial
run pulumi config set --stack trial trial:region "$AWS_REGION"
run pulumi config set --stack trial aws:region "$AWS_REGION"
run pulumi config set --stack trial --path "meshwright:gateways.public.public" true
may_fail meshwright doctor trial --aws
tell "Is each number of the table what the consoles of Service Quotas and of the services show?"
tell "Is a quota 'not known', or a finding wrong?"
finish
