#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds what a release consists of for this machine's architecture: an archive and a Debian package
# of programs that need nothing but the C library and git. Each is tried before it counts.
#   ./action/release.sh OUTPUT_DIR [CMAKE_OPTION...]
set -euo pipefail
# shellcheck source=action/bootstrap.sh
source "$(dirname "${BASH_SOURCE[0]}")/bootstrap.sh"

# try_out ROOT DEMO: the installation below ROOT works, on a copy of the demo.
try_out() {
  local bin="$1/bin" needed helper status=0
  "$bin/protowarden" --version
  "$bin/protoc-gen-protowarden" --version
  # These two are started by others and say so, each in its way; 126 and more: it did not start.
  for helper in protowarden-llm protowarden-github; do
    (cd / && env -u GITHUB_EVENT_NAME "$bin/$helper") </dev/null >/dev/null 2>&1 || status=$?
    [ "$status" -lt 126 ] || { say "$bin/$helper does not start"; return 1; }
  done
  status=0
  "$bin/protowarden" check "$2/after" --against "dir:$2/before" >/dev/null || status=$?
  [ "$status" -eq 1 ] || { say "$bin/protowarden must fail the demo, not exit $status"; return 1; }
  needed="$(objdump -p "$bin/protowarden" | awk '$1 == "NEEDED" { print $2 }')"
  if grep -v -E '^(libc|libm|ld-linux.*)\.so' <<<"$needed"; then
    say "$bin/protowarden needs these libraries"
    return 1
  fi
}

main() {
  local output build tried
  output="$(mkdir -p "$1" && cd "$1" && pwd)"
  shift
  build="$root/build-release"
  install_packages "${build_packages[@]}" dpkg-dev file
  build_target "$build" all -DCMAKE_BUILD_TYPE=Release -DPROTOWARDEN_STATIC=ON \
    -DPROTOWARDEN_TESTS=OFF "$@"
  (cd "$build" && cpack -B "$build/packages" >&2)

  tried="$(mktemp -d)"
  # shellcheck disable=SC2064  # the path of now
  trap "rm -rf '$tried'" EXIT
  mkdir "$tried/archive" "$tried/package"
  tar -xzf "$build"/packages/protowarden-*.tar.gz -C "$tried/archive" --strip-components=1
  dpkg-deb -x "$build"/packages/protowarden_*.deb "$tried/package"
  # Outside of the repository, which may belong to somebody else in a container.
  cp -R "$root/fixtures/demo" "$tried/demo"
  try_out "$tried/archive" "$tried/demo"
  try_out "$tried/package/usr" "$tried/demo"
  cp "$build"/packages/protowarden-*.tar.gz "$build"/packages/protowarden_*.deb "$output"
  (cd "$output" && sha256sum protowarden[-_]*)
}

[ $# -ge 1 ] || { say "usage: ./action/release.sh OUTPUT_DIR [CMAKE_OPTION...]"; exit 2; }
main "$@"
