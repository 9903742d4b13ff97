#!/bin/sh
# What it cost: a day later.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "What it cost: a day later" "0.01 USD" "$@"

run aws ce get-cost-and-usage --granularity DAILY --metrics UnblendedCost --group-by Type=DIMENSION,Key=SERVICE \
	--time-period "Start=$(date -u -d '2 days ago' +%F),End=$(date -u +%F)" \
	--query 'ResultsByTime[].Groups[].[Keys[0], Metrics.UnblendedCost.Amount]' --output text
tell "What cost more than the steps said? The account's other costs are among these lines."
finish
