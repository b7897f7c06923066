#!/usr/bin/env bash
# Java 17 for Spark: what is there, else Debian's headless package. Prints the JAVA_HOME to use.
set -euo pipefail
if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then echo "$JAVA_HOME"; exit 0; fi
found=$(ls -d /usr/lib/jvm/java-17-openjdk-* 2>/dev/null | head -1 || true)
if [ -z "$found" ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Java 17 is missing: install it (Debian: apt-get install openjdk-17-jre-headless) or set JAVA_HOME." >&2
    exit 2
  fi
  apt-get install -y -qq openjdk-17-jre-headless >&2
  found=$(ls -d /usr/lib/jvm/java-17-openjdk-* | head -1)
fi
echo "$found"
