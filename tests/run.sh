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

test_packages=(libgtest-dev libgmock-dev python3 pre-commit libxml2-utils cmark-gfm openssl)
command -v npm >/dev/null || test_packages+=(nodejs npm)
install_packages "${build_packages[@]}" "${test_packages[@]}"

# The real peers and corpora that the differential tests compare with, in exact versions.
peers="$root/build/peers"
if ! cmp -s "$root/tests/differential/package.json" "$peers/package.json"; then
  say "installing buf and the schema corpora"
  mkdir -p "$peers"
  log="$(mktemp)"
  cp "$root/tests/differential/package.json" "$peers/package.json.new"
  if ! (cd "$peers" && mv package.json.new package.json &&
        npm install --ignore-scripts --no-package-lock --no-audit --no-fund) >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log" "$peers/package.json"
    exit 1
  fi
  rm -f "$log"
fi

build_target "$root/build" all -DPROTOWARDEN_WERROR="${PROTOWARDEN_WERROR:-OFF}"
cd "$root/build"
exec ctest -j2 --output-on-failure "$@"
