#!/bin/sh
# Runs once, when the database is created: lets the backup container read the write-ahead log.
set -eu
echo "host replication postgres samenet scram-sha-256" >> "$PGDATA/pg_hba.conf"
