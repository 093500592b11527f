#!/bin/sh
# The page tests drive the system's Chromium: install it where that is allowed, otherwise name it and fail.
set -eu
if command -v chromium >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null
    exit 0
fi
echo "The page tests need Chromium. Install it (Debian: apt-get install chromium) and run this again." >&2
exit 1
