#!/usr/bin/env bash
# A Chromium for the stories in a browser; prints its path. What is there, else Debian's package, else Playwright's own.
#   tools/chromium.sh find    only looks for it, and installs nothing
set -euo pipefail
if [ -n "${ROMBERG_CHROMIUM:-}" ] && [ -x "$ROMBERG_CHROMIUM" ]; then echo "$ROMBERG_CHROMIUM"; exit 0; fi
own() { "${PYTHON:-.venv/bin/python}" -c '
from pathlib import Path
from playwright.sync_api import sync_playwright
with sync_playwright() as found:
    path = found.chromium.executable_path
print(path if Path(path).is_file() else "")' 2>/dev/null || true; }
there() {
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" 2>/dev/null; then return; fi
  done
  own
}
found=$(there)
if [ -z "$found" ] && [ "${1:-}" != find ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium) >&2 || true
  fi
  [ -n "$(there)" ] || "${PYTHON:-.venv/bin/python}" -m playwright install chromium >&2 || true
  found=$(there)
fi
if [ -z "$found" ]; then
  echo "There is no Chromium: install it (Debian: apt-get install chromium) or name it in ROMBERG_CHROMIUM." >&2
  exit 2
fi
echo "$found"
