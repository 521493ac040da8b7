# SPDX-License-Identifier: Apache-2.0
#
# Shared by action/run.sh, tests/run.sh and .ci/run: installs packages and builds. Sourced, not run.
# Everything it prints goes to standard error; standard output belongs to the program.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly root

readonly build_packages=(
  g++ cmake ninja-build ccache git
  libprotobuf-dev libprotoc-dev protobuf-compiler
  libboost-dev libboost-filesystem-dev libboost-system-dev
  nlohmann-json3-dev libtomlplusplus-dev libyaml-cpp-dev libcli11-dev libfmt-dev libre2-dev
  libssl-dev zlib1g-dev libcurl4-openssl-dev libgoogle-perftools-dev
)

say() { printf 'protowarden: %s\n' "$*" >&2; }

# install_packages PACKAGE...: installs what is missing with apt, as root or through sudo.
install_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' ||
      missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if ! command -v apt-get >/dev/null; then
    say "apt-get was not found. Install by hand: ${missing[*]}"
    return 1
  fi
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { say "root or sudo is needed to install: ${missing[*]}"; return 1; }
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  local log
  log="$(mktemp)"
  if ! { "${as_root[@]}" apt-get update -qq &&
         "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
           apt-get install -qq -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

# build_target BUILD_DIR TARGET [CMAKE_OPTION...]: configures once and builds.
build_target() {
  local dir="$1" target="$2" log
  shift 2
  log="$(mktemp)"
  if [ ! -f "$dir/build.ninja" ] || [ $# -gt 0 ]; then
    [ -f "$dir/build.ninja" ] || say "configuring in $dir"
    cmake -S "$root" -B "$dir" -G Ninja "$@" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; return 1; }
  fi
  # -n tells whether there is anything to do, so that a second call stays silent.
  if ! ninja -C "$dir" -n "$target" 2>/dev/null | grep -q 'no work to do'; then
    say "building $target (the first time takes some minutes)"
  fi
  ninja -C "$dir" "$target" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; return 1; }
  # Warnings do not stop a build here, but they are shown.
  grep -A 6 -E 'warning:' "$log" >&2 || true
  rm -f "$log"
}
