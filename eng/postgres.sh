#!/usr/bin/env bash
# eng/postgres.sh start   starts a private, throw-away PostgreSQL on a free port of the loopback and prints its connection string
# eng/postgres.sh stop    stops it and removes its files
# Its folder is $FUNENG_POSTGRES_DIR (default: a folder per user and checkout in the temporary folder). Durability is off: for tests only.
set -euo pipefail

dir=${FUNENG_POSTGRES_DIR:-${TMPDIR:-/tmp}/funeng-postgres-$(id -u)-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd | cksum | cut -d' ' -f1)}

fail() { echo "postgres: $*" >&2; exit 1; }

find_bin() {
  local folder
  for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) /usr/local/pgsql/bin; do
    [ -x "$folder/initdb" ] && { echo "$folder"; return; }
  done
  command -v initdb >/dev/null 2>&1 && { dirname "$(readlink -f "$(command -v initdb)")"; return; }
  fail "not installed (Debian: apt-get install postgresql)"
}

# initdb and postgres refuse to run as root.
as_owner() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

free_port() {
  local port
  for _ in $(seq 50); do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
  fail "no free port found"
}

start() {
  local bin port
  bin=$(find_bin)
  if [ -f "$dir/connection" ] && as_owner "$bin/pg_ctl" -D "$dir/data" status >/dev/null 2>&1; then cat "$dir/connection"; return; fi
  rm -rf "$dir"
  mkdir -p "$dir"
  if [ "$(id -u)" = 0 ]; then
    id postgres >/dev/null 2>&1 || fail "running as root needs a user 'postgres'"
    chown postgres "$dir"
  fi
  chmod 700 "$dir"
  as_owner "$bin/initdb" -D "$dir/data" -U funeng --auth=trust --encoding=UTF8 --locale=C --no-sync >"$dir.log" 2>&1 \
    || { cat "$dir.log" >&2; fail "initdb failed"; }
  for _ in 1 2 3; do
    port=$(free_port)
    if as_owner "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 start -o "-p $port -c listen_addresses=127.0.0.1 \
      -c unix_socket_directories='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=256MB -c max_connections=200" >/dev/null 2>&1
    then
      echo "Host=127.0.0.1;Port=$port;Username=funeng;Database=postgres;Maximum Pool Size=20" >"$dir/connection"
      cat "$dir/connection"
      return
    fi
  done
  tail -20 "$dir/server.log" >&2
  fail "the server did not start"
}

stop() {
  local bin
  bin=$(find_bin)
  [ -d "$dir/data" ] && as_owner "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$dir" "$dir.log"
}

case "${1:-}" in
  start) start ;;
  stop) stop ;;
  *) fail "usage: eng/postgres.sh start|stop" ;;
esac
