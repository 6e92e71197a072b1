# Sourced by ./run, ./test and ./dev: where things are, and the two tools a machine must have.
# Says plainly what to install when one is missing.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
configuration=Release
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDTERMINALLOGGER=off

say() { printf '%s\n' "$*" >&2; }

require_tools() {
  local missing=0
  if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
    say "缺少 .NET 10 SDK / The .NET 10 SDK is missing: install it from https://dotnet.microsoft.com/download/dotnet/10.0"
    missing=1
  fi
  if ! command -v node >/dev/null 2>&1 || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
    say "缺少 Node.js 20 / Node.js 20 or newer is missing: install it from https://nodejs.org/ (it bundles the pages' style sheet and scripts)"
    missing=1
  fi
  [ "$missing" = 0 ] || exit 2
}

# build TARGET LOG [OPTION…]: builds quietly; on failure shows the errors. One build at a time in a checkout.
# What ./run built without analyzers is compiled again with them, unless the options say the same.
build() {
  local target=$1 log=$2 unchecked=$root/artifacts/.built-without-analyzers
  shift 2
  mkdir -p "$root/artifacts"
  (
    flock 9
    if [ $# = 0 ] && [ -e "$unchecked" ]; then
      find "$root/artifacts/obj" -path "*/release/*.dll" -delete 2>/dev/null || true
      rm -f "$unchecked"
    elif [ $# != 0 ]; then
      touch "$unchecked"
    fi
    # Compiler servers outlive the build: they must not inherit the lock. A compiler that runs for a minute never earns back what profiling itself costs:
    # without it a build takes a quarter less.
    DOTNET_TieredPGO=0 dotnet build "$root/$target" -c "$configuration" -v minimal -nologo -clp:NoSummary "$@" >"$log" 2>&1 9>&-
  ) 9>"$root/artifacts/.build-lock" || { say "build failed:"; grep -E 'error|MSB' "$log" | sort -u | head -40 >&2; say "(whole log: $log)"; exit 1; }
}

# with_progress LOG COMMAND…: every ten seconds one line on how far it is, so that nobody thinks it hangs.
with_progress() {
  local log=$1 pid
  shift
  "$@" &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2>/dev/null && sleep 1; done
    kill -0 "$pid" 2>/dev/null && say "  … $SECONDS s  $(tail -1 "$log" 2>/dev/null | sed 's/ -> .*//' | cut -c1-70)"
  done
  wait "$pid"
}

# newer_than FILE: is any source of the product newer than FILE?
newer_than() {
  [ -n "$(find "$root/src" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/eng" \
    \( -name node_modules -o -name dist \) -prune -o -type f -newer "$1" -print -quit)" ]
}
