#!/bin/sh
# Installs the real servers that some tests talk to, from Debian's own archive. Safe to run again and again.
#
#   chromium   the browser of the journey tests and of axe
#   snac2      a small fediverse server with the Mastodon API (bookworm-backports; in newer Debian, the main archive)
#   hugo       makes real feeds
#   glewlwyd   a second, unrelated single sign-on provider
#
# It never fails a build: what cannot be installed is listed in plain words, and the tests that need it say so by name.
set -u

PACKAGES="chromium snac2 hugo glewlwyd"
SOURCES=/etc/apt/sources.list.d/debian.sources
BACKPORTS=/etc/apt/sources.list.d/foreword-backports.sources

has() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing() {
  for name in $PACKAGES; do
    has "$name" || printf '%s ' "$name"
  done
}

tell() {
  left=$(missing)
  if [ -z "$left" ]; then
    echo "All test servers are here: $PACKAGES"
  else
    echo "Missing: $left"
    echo "Tests that need them will say so by name and will not run."
  fi
  exit 0
}

if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
  echo "This is not a Debian system, so nothing was installed. The test servers are: $PACKAGES"
  exit 0
fi
[ -z "$(missing)" ] && tell
if [ "$(id -u)" != 0 ]; then
  echo "Only root may install packages, so nothing was installed. Run this script with sudo."
  tell
fi

apt() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 "$@"
}

# The lines of the first section of debian.sources that start with the given name: same archive, same key.
line_of() {
  awk -v name="$1:" '/^[[:space:]]*$/ { if (seen) exit } $1 == name { print; seen = 1 }' "$SOURCES" 2>/dev/null
}

release=$(. /etc/os-release 2>/dev/null && echo "${VERSION_CODENAME:-}")
target=""
if [ "$release" = bookworm ]; then
  target="-t bookworm-backports"
  if ! has snac2 && [ ! -f "$BACKPORTS" ]; then
    uris=$(line_of URIs)
    key=$(line_of Signed-By)
    if [ -n "$uris" ]; then
      {
        echo "Types: deb"
        echo "$uris"
        echo "Suites: bookworm-backports"
        echo "Components: main"
        [ -n "$key" ] && echo "$key"
      } >"$BACKPORTS"
    else
      echo "No archive address was found in $SOURCES, so bookworm-backports could not be added."
    fi
  fi
fi

apt update >/dev/null || echo "The package lists could not be brought up to date. Going on with the old ones."
for name in $(missing); do
  from=""
  [ "$name" = snac2 ] && from=$target
  # shellcheck disable=SC2086 # the option and its value are two words on purpose
  apt install --no-install-recommends $from "$name" >/dev/null || echo "$name could not be installed."
done
# A packaged daemon must not run by itself: each test starts its own on a free port.
if command -v systemctl >/dev/null 2>&1; then
  systemctl disable --now glewlwyd snac >/dev/null 2>&1 || true
fi
tell
