#!/usr/bin/env bash
# Fails when a C++ file differs from what clang-format makes of it, or when a shell script does not parse.
# Exit code 77 means skipped: the one version of clang-format that the sources are formatted with is not there.
set -euo pipefail
cd "$1"

status=0
mapfile -t scripts < <(git ls-files --cached --others --exclude-standard |
  while read -r name; do
    [ -f "$name" ] && head -c 40 "$name" | head -1 | tr -d '\0' | grep -qE '^#!.*\b(ba)?sh\b' && echo "$name"
    true
  done)
for script in "${scripts[@]}"; do
  bash -n "$script" || status=1
  [ -x "$script" ] || { echo "$script: is a script and not executable"; status=1; }
done
if command -v shellcheck >/dev/null; then shellcheck "${scripts[@]}" || status=1; fi
echo "${#scripts[@]} shell scripts looked at"

formatter=''
for candidate in clang-format-14 clang-format; do
  if command -v "$candidate" >/dev/null && "$candidate" --version | grep -q 'version 14\.'; then formatter=$candidate; break; fi
done
if [ -z "$formatter" ]; then
  echo 'clang-format 14 is not installed (clang-format-14): formatting is not checked'
  [ $status -eq 0 ] && exit 77
  exit $status
fi
mapfile -t sources < <(git ls-files --cached --others --exclude-standard -- '*.h' '*.cpp' '*.cu' '*.cuh' |
  while read -r name; do [ -f "$name" ] && echo "$name"; true; done)
"$formatter" --dry-run -Werror "${sources[@]}" || { echo "run: $formatter -i on the files above"; status=1; }
echo "${#sources[@]} C++ files looked at"
exit $status
