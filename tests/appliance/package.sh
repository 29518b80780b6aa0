#!/usr/bin/env bash
# Is the Debian package whole, and the same when it is made twice?
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
first=$(image/debian/build target/release "$work/first")
# A second later and in another time zone: nothing of that may show.
sleep 1.1
second=$(TZ=Pacific/Auckland image/debian/build target/release "$work/second")
cmp "$first" "$second" || { echo "The package is not reproducible." >&2; exit 1; }

fail() { echo "$*" >&2; exit 1; }

dpkg-deb --extract "$first" "$work/root"
[[ $(readlink -f "$work/root/usr/bin/lucarne") == "$work/root/usr/lib/lucarne/lucarne" ]] ||
    fail "/usr/bin/lucarne does not lead to the program"
[[ -x $work/root/usr/lib/lucarne/lucarne-media ]] || fail "the worker is not beside the server"
cmp image/lucarne.service "$work/root/usr/lib/systemd/system/lucarne.service"

# The program reads the settings file as the package installs it.
settings=$(cd "$work" && env -i "$OLDPWD/target/release/lucarne" config --config root/etc/lucarne/lucarne.toml)
grep -q '/var/lib/lucarne.*lucarne\.toml' <<< "$settings" || fail "the settings file is not read: $settings"

depends=$(dpkg-deb --field "$first" Depends)
while read -r name; do
    [[ -z $name || $name == \#* ]] || [[ ", $depends," == *", $name,"* ]] || fail "Depends lacks $name: $depends"
done < image/debian/run-packages.txt
for script in postinst prerm postrm; do
    sh -n "image/debian/$script"
done
echo "$(basename "$first"): $(stat --format=%s "$first") bytes, the same twice"
