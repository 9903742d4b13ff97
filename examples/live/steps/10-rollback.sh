#!/bin/sh
# An alarm rolls a new configuration back.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "An alarm rolls a new configuration back" "0.02 USD" "$@"

alarm=$(look alarm aws cloudwatch describe-alarms \
	--query "MetricAlarms[?contains(AlarmName, 'trial')].AlarmName | [0]" --output text)
run pulumi config set --stack trial trial:canary 50
later 60 aws cloudwatch set-alarm-state --alarm-name "$alarm" --state-value ALARM --state-reason trial
may_fail pulumi up --stack trial --yes --suppress-outputs
pause 300 "AppConfig deploys, and rolls back"
may_fail pulumi preview --stack trial
tell "Does the preview say MW405, and which deployment was rolled back? Which share does v2 get now?"
run pulumi config set --stack trial trial:canary 10
may_fail pulumi up --stack trial --yes --suppress-outputs
finish
