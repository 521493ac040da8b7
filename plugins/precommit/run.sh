#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What the hooks of .pre-commit-hooks.yaml run: protowarden on exactly what is about to be recorded.
# Between two commits (pre-push, `pre-commit run --from-ref A --to-ref B`) these are compared, else
# the index with its parent. The program is $PROTOWARDEN, or `protowarden` in PATH.
set -eu

program="${PROTOWARDEN:-protowarden}"
if ! command -v "$program" >/dev/null 2>&1; then
  echo "The program $program was not found. Install protowarden into a folder of PATH, or set" \
       "PROTOWARDEN to its path. To commit without the check once: SKIP=protowarden git commit" >&2
  exit 1
fi

# A checkout sets the same variables, and nothing is recorded then.
[ -z "${PRE_COMMIT_CHECKOUT_TYPE:-}" ] || exit 0
from="${PRE_COMMIT_FROM_REF:-}" to="${PRE_COMMIT_TO_REF:-}"
if [ -z "$from" ] || [ -z "$to" ]; then
  exec "$program" "$@" --staged
fi

# The commit that is pushed need not be checked out: an index of its own stands for it.
index="$(git rev-parse --absolute-git-dir)/protowarden-index.$$"
trap 'rm -f "$index" "$index.lock"' EXIT
trap 'exit 1' HUP INT TERM
GIT_INDEX_FILE="$index" git read-tree "$to"
status=0
GIT_INDEX_FILE="$index" "$program" "$@" --staged --against "git:$from" || status=$?
exit "$status"
