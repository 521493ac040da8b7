#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs what the build needs, builds protowarden into build/ and runs it with the arguments given.
#   ./action/run.sh breaking --against origin/main
#   ./action/run.sh demo        shows it on two commits of a small API
set -euo pipefail
# shellcheck source=action/bootstrap.sh
source "$(dirname "${BASH_SOURCE[0]}")/bootstrap.sh"

demo() {
  local repository status=0
  repository="$(mktemp -d)"
  # shellcheck disable=SC2064  # the path of now
  trap "rm -rf '$repository'" EXIT
  local git=(git -C "$repository" -c user.name=demo -c user.email=demo@example.com
             -c commit.gpgsign=false -c core.hooksPath=/dev/null)
  git init -q -b main "$repository"
  cp -R "$root/fixtures/demo/before/." "$repository"
  "${git[@]}" add . && "${git[@]}" commit -q -m "Todo API"
  cp -R "$root/fixtures/demo/after/." "$repository"
  "${git[@]}" add . && "${git[@]}" commit -q -m "Drop the description, require metadata"
  printf '$ protowarden check --against HEAD~1\n\n'
  (cd "$repository" && "$root/build/protowarden" check --against HEAD~1) || status=$?
  return "$status"
}

install_packages "${build_packages[@]}"
build_target "$root/build" protowarden
if [ "${1:-}" = demo ]; then
  demo
else
  exec "$root/build/protowarden" "$@"
fi
