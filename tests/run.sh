#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs what the tests need, builds everything and runs every test. Arguments go to ctest, except
#   --nightly   runs the long tests too
set -euo pipefail
# shellcheck source=action/bootstrap.sh
source "$(dirname "${BASH_SOURCE[0]}")/../action/bootstrap.sh"

if [ "${1:-}" = --nightly ]; then
  export PROTOWARDEN_NIGHTLY=1
  shift
fi

test_packages=(libgtest-dev libgmock-dev python3)
command -v npm >/dev/null || test_packages+=(nodejs npm)
install_packages "${build_packages[@]}" "${test_packages[@]}"

# The real peers and corpora that the differential tests compare with.
peers="$root/build/peers"
if ! cmp -s "$root/tests/differential/package-lock.json" "$peers/package-lock.json"; then
  say "installing buf and the schema corpora"
  mkdir -p "$peers"
  cp "$root/tests/differential/package.json" "$peers/package.json"
  cp "$root/tests/differential/package-lock.json" "$peers/package-lock.json"
  if ! (cd "$peers" && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1); then
    cat "$peers/npm.log" >&2
    rm -f "$peers/package-lock.json"
    exit 1
  fi
fi

build_target "$root/build" all -DPROTOWARDEN_WERROR="${PROTOWARDEN_WERROR:-OFF}"
cd "$root/build"
exec ctest -j2 --output-on-failure "$@"
