#!/bin/sh
# One back-up of Foreword's database, and old ones forgotten. See docs/operate/back-up.md.
#
#   DATABASE_OWNER_URL   back up this PostgreSQL, as the owner of the tables
#   FOREWORD_DATA        else: the data folder of an embedded database that is stopped
#   BACKUP_FOLDER        where to (default ./backups)
#   BACKUP_DAYS          how long back-ups are kept (default 30)
#
# The secret is left out on purpose: keep it apart from the data that it opens.
set -eu
umask 077
folder=${BACKUP_FOLDER:-./backups}
days=${BACKUP_DAYS:-30}
today=$(date -u +%Y-%m-%dT%H%M)
mkdir -p "$folder"

if [ -n "${DATABASE_OWNER_URL:-}" ]; then
  file=$folder/foreword-$today.dump
  pg_dump --format=custom --no-owner --file "$file.part" "$DATABASE_OWNER_URL"
  pg_restore --list "$file.part" >/dev/null
else
  data=${FOREWORD_DATA:-./data}
  if [ ! -d "$data/store" ]; then
    echo "There is no embedded database in $data. Set FOREWORD_DATA or DATABASE_OWNER_URL." >&2
    exit 1
  fi
  if [ -f "$data/store.lock" ]; then
    pid=$(sed -n 's/.*"pid":\([0-9]*\).*/\1/p' "$data/store.lock")
    if [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; then
      echo "Foreword (process $pid) is using $data. Stop it first." >&2
      exit 1
    fi
  fi
  file=$folder/foreword-$today.tar.gz
  tar -C "$data" -czf "$file.part" store
  tar -tzf "$file.part" >/dev/null
fi
mv "$file.part" "$file"
echo "Backed up to $file"

find "$folder" -maxdepth 1 -type f \( -name 'foreword-*.dump' -o -name 'foreword-*.tar.gz' \) -mtime "+$days" -print -delete
