#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What action.yml runs: finds protowarden-github (cached, from a release, else built from this source)
# and hands over. The inputs are in the environment; see plugins/github/inputs.h.
set -euo pipefail
# shellcheck source=action/bootstrap.sh
source "$(dirname "${BASH_SOURCE[0]}")/bootstrap.sh"

readonly bin="${PROTOWARDEN_BIN_DIR:-${RUNNER_TEMP:-/tmp}/protowarden-bin}"

# machine: the name of this machine's archive in a release; nothing where there is none.
machine() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo linux-amd64 ;;
    Linux-aarch64) echo linux-arm64 ;;
  esac
}

# download VERSION: unpacks a release into $bin after checking it against the release's SHA256SUMS.
download() {
  local version="${1#v}" name archive base work
  name="$(machine)"
  [ -n "$name" ] || return 1
  archive="protowarden-$version-$name.tar.gz"
  base="${PROTOWARDEN_RELEASES:-https://github.com/protowarden/protowarden/releases/download}/v$version"
  work="$(mktemp -d)"
  # shellcheck disable=SC2064  # the path of now
  trap "rm -rf '$work'" RETURN
  local fetch=(curl --fail --silent --show-error --location --proto-redir "=https" --retry 3 --max-time 120)
  "${fetch[@]}" -o "$work/SHA256SUMS" "$base/SHA256SUMS" 2>/dev/null || return 1
  "${fetch[@]}" -o "$work/$archive" "$base/$archive" || return 1
  if ! (cd "$work" && grep -F " $archive" SHA256SUMS | sha256sum --check --status); then
    say "$archive is not what the release's SHA256SUMS says. It is not used."
    return 2
  fi
  mkdir -p "$bin"
  tar -xzf "$work/$archive" -C "$work"
  # protowarden-llm asks the language model, where one is configured. Older releases have none.
  find "$work" -type f \( -name protowarden-github -o -name protowarden-llm \) \
    -exec install -m 755 {} "$bin/" \;
  [ -x "$bin/protowarden-github" ]
}

if [ ! -x "$bin/protowarden-github" ]; then
  version="${INPUT_VERSION:-}"
  status=0
  if [ -n "$version" ]; then
    download "$version" || status=$?
    if [ "$status" -ne 0 ]; then
      echo "::error title=protowarden::The release $version could not be had for this machine."
      exit 3
    fi
  else
    version="$(sed -n 's/^project(protowarden VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")"
    download "$version" || status=$?
    [ "$status" -ne 2 ] || { echo "::error title=protowarden::A downloaded release was changed."; exit 3; }
  fi
  if [ "$status" -ne 0 ]; then
    say "there is no release $version for this machine: building it"
    install_packages "${build_packages[@]}"
    build_target "$root/build" protowarden-github -DPROTOWARDEN_TESTS=OFF
    mkdir -p "$bin"
    install -m 755 "$root/build/protowarden-github" "$root/build/protowarden-llm" "$bin/"
  fi
fi
exec "$bin/protowarden-github"
