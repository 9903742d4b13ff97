#!/bin/sh
# A second preview expects no changes.
# shellcheck disable=SC1091
. "$(dirname "$0")/../trial.sh"
trial "A second preview expects no changes" "nothing" "$@"

may_fail pulumi preview --stack trial --expect-no-changes --diff
may_fail pulumi refresh --stack trial --yes --suppress-outputs
may_fail pulumi preview --stack trial --expect-no-changes --diff
tell "Which property of which resource is different?"
finish
