#!/bin/sh
# Streams the write-ahead log without pause and takes a base backup every 24 hours, kept for 7 days (OPS-03).
# Usage: backup.sh FOLDER [once]; the server comes from PGHOST, PGPORT, PGUSER and PGPASSWORD.
set -eu
folder=$1
mkdir -p "$folder/wal" "$folder/base"

base_backup() {
  name=$(date -u +%Y-%m-%dT%H%M%SZ)
  # Renamed when complete, so that a restore never takes a half one.
  pg_basebackup --pgdata="$folder/base/$name.draft" --format=tar --gzip --wal-method=fetch --checkpoint=fast
  mv "$folder/base/$name.draft" "$folder/base/$name"
}

discard_old() {
  find "$folder/base" -mindepth 1 -maxdepth 1 -type d -mtime +7 -exec rm -rf {} +
  # One day longer than the oldest base: no base is left without the log that follows it.
  find "$folder/wal" -type f -mtime +8 -delete
}

if [ "${2:-}" = once ]; then
  base_backup
  exit
fi

trap 'trap - INT TERM; kill 0' INT TERM
# The slot keeps what was not yet received, should this process be away for a while.
while :; do
  pg_receivewal --directory="$folder/wal" --slot=backup --create-slot --if-not-exists || true
  pg_receivewal --directory="$folder/wal" --slot=backup --synchronous || true
  sleep 5
done &

while :; do
  if [ -z "$(find "$folder/base" -mindepth 1 -maxdepth 1 -type d ! -name '*.draft' -mmin -1440)" ]; then
    base_backup && discard_old || echo "The base backup failed; it is tried again in five minutes." >&2
  fi
  sleep 300 &
  wait $!
done
