#!/usr/bin/env bash
# Make sure that these Debian packages are here: as root, install the missing ones; else say which to install.
set -euo pipefail

if ! command -v dpkg-query >/dev/null; then
  echo "Not a Debian system; by their names there, these are needed: $*" >&2
  exit 0
fi

missing=()
for package in "$@"; do
  dpkg-query --show --showformat='${Status}\n' "$package" 2>/dev/null | grep -qx 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ]; then
  echo "Needed and missing: ${missing[*]}. As root: apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt=(apt-get -qq -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300)
for attempt in 1 2 3; do
  "${apt[@]}" update && "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" && exit 0
  echo "Attempt $attempt to install ${missing[*]} failed." >&2
  sleep $((attempt * 5))
done
exit 1
