#!/bin/sh
# Unpacks the newest base backup into an empty data directory and lets it replay the write-ahead log.
# Usage: restore.sh FOLDER DATA ["2026-11-30 12:00:00+00"]; the time, if any, is where the replay ends.
# The base is the newest one, so for an older time move the later bases out of FOLDER/base first.
set -eu
folder=$(cd "$1" && pwd)
data=$2
until=${3:-}

base=$(find "$folder/base" -mindepth 1 -maxdepth 1 -type d ! -name '*.draft' | sort | tail -n 1)
[ -n "$base" ] || { echo "There is no base backup in $folder/base." >&2; exit 1; }
mkdir -p "$data"
[ -z "$(ls -A "$data")" ] || { echo "$data is not empty." >&2; exit 1; }

chmod 700 "$data"
tar -xzf "$base/base.tar.gz" -C "$data"
{
  # The segment that was being written when the server was lost is called .partial.
  echo "restore_command = 'cp \"$folder/wal/%f\" \"%p\" 2>/dev/null || cp \"$folder/wal/%f.partial\" \"%p\"'"
  echo "recovery_target_action = 'promote'"
  if [ -n "$until" ]; then echo "recovery_target_time = '$until'"; fi
} >> "$data/postgresql.auto.conf"
touch "$data/recovery.signal"
echo "Restored from $(basename "$base"); start PostgreSQL on $data and it replays the rest."
