#!/usr/bin/env bash
# Are the unit files right, and as tight as they were? systemd itself is asked, without starting anything.
set -euo pipefail
cd "$(dirname "$0")/../.."

# Exposure in tenths, by systemd's own count (0 is a service that can do nothing, 100 one that can do all).
# Raising this number is a decision: say why in image/lucarne.service.
most_exposure=16

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp image/lucarne.service image/lucarne.socket "$work"
# systemd wants to see the program, which is not installed here.
sed -i "s|/usr/bin/lucarne|$PWD/target/release/lucarne|" "$work/lucarne.service"

# An unknown key is said on stderr, with exit status 0.
systemd-analyze verify --man=no "$work/lucarne.service" "$work/lucarne.socket" 2> "$work/said" || true
if [[ -s $work/said ]]; then
    cat "$work/said" >&2
    exit 1
fi
# The test can fail: the same file with a misspelt key is refused.
sed 's/^NoNewPrivileges=/NoNewPrivilege=/' "$work/lucarne.service" > "$work/misspelt.service"
if [[ -z $(systemd-analyze verify --man=no "$work/misspelt.service" 2>&1) ]]; then
    echo "systemd-analyze verify says nothing about a misspelt key: it cannot be relied on here." >&2
    exit 1
fi

systemd-analyze security --offline=true --no-pager --threshold=$most_exposure "$work/lucarne.service" > "$work/table" ||
    { grep ✗ "$work/table" >&2; tail -n 1 "$work/table" >&2; exit 1; }
tail -n 1 "$work/table"

if [[ $(systemd-sysusers --dry-run "$PWD/image/lucarne.sysusers" 2>&1) == *Failed* ]]; then
    systemd-sysusers --dry-run "$PWD/image/lucarne.sysusers"
    exit 1
fi
python3 -c 'import sys, xml.etree.ElementTree as tree; tree.parse(sys.argv[1])' image/lucarne.avahi.service
