#!/usr/bin/env bash
# Evaluates the flake without a network and without nixpkgs: the lock file, every output, and the claims of
# nix/check/expectations.nix. With LUCARNE_NIXPKGS=DIR (a checkout of nixpkgs) the card is evaluated against
# the real modules too; LUCARNE_NIXOS_HARDWARE and LUCARNE_CRANE do the same for those.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$PWD

if ! command -v nix > /dev/null; then
    echo "nix is missing. On Debian: apt-get install nix-bin" >&2
    exit 1
fi

# A store of our own: nothing is left on the machine, and no daemon and no root is needed.
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
export NIX_STORE_DIR=$work/store NIX_STATE_DIR=$work/state NIX_LOG_DIR=$work/log NIX_CONF_DIR=$work/etc HOME=$work
export NIX_CONFIG="experimental-features = nix-command flakes
sandbox = false
substituters =
build-users-group =
flake-registry =
warn-dirty = false"

# The folder may belong to somebody else than whoever tests it.
printf '[safe]\n\tdirectory = *\n' > "$work/.gitconfig"
if ! git rev-parse --git-dir > /dev/null 2>&1; then
    # Without git Nix would take everything that was built along.
    mkdir "$work/source"
    tar --exclude=./target --exclude=node_modules --exclude=./data -c . | tar -x -C "$work/source"
    here=$work/source
fi

# Nix says the overridden inputs on every call; that is shown only when something went wrong.
quietly() {
    if ! "$@" 2> "$work/said"; then
        cat "$work/said" >&2
        return 1
    fi
}

nix_eval() {
    quietly nix eval --offline --no-write-lock-file \
        --override-input nixpkgs "path:${nixpkgs:-$here/nix/check/nixpkgs}" \
        --override-input crane "path:${LUCARNE_CRANE:-$here/nix/check/crane}" \
        --override-input nixos-hardware "path:${LUCARNE_NIXOS_HARDWARE:-$here/nix/check/nixos-hardware}" "$@"
}

echo "flake.lock names three inputs and needs no network"
quietly nix flake metadata --offline --json "$here" > "$work/metadata"
python3 - "$work/metadata" <<'PYTHON'
import json, sys
nodes = json.load(open(sys.argv[1]))["locks"]["nodes"]
locked = {name: node["locked"] for name, node in nodes.items() if "locked" in node}
assert sorted(locked) == ["crane", "nixos-hardware", "nixpkgs"], sorted(locked)
assert all(len(one["rev"]) == 40 and one["narHash"].startswith("sha256-") for one in locked.values()), locked
PYTHON

for system in x86_64-linux aarch64-linux; do
    for output in packages.$system.{lucarne,default} devShells.$system.default checks.$system.{package,format,machine}; do
        name=$(nix_eval --raw "$here#$output.name")
        echo "$output: $name"
    done
    nix_eval --raw "$here#apps.$system.default.program" > /dev/null
done
nix_eval --raw "$here#packages.aarch64-linux.sd-image-rpi4.name" > /dev/null
echo "packages.aarch64-linux.sd-image-rpi4 evaluates"

quietly nix eval --offline --impure --json --file "$here/nix/check/expectations.nix" > "$work/claims"
python3 - "$work/claims" <<'PYTHON'
import json, sys
claims = json.load(open(sys.argv[1]))
false = [claim for claim, holds in claims.items() if holds is not True]
for claim in false:
    print(f"NOT TRUE: {claim}")
print(f"{len(claims) - len(false)} of {len(claims)} claims about the Nix files hold")
sys.exit(1 if false or len(claims) < 30 else 0)
PYTHON

if [[ -n ${LUCARNE_NIXPKGS:-} ]]; then
    nixpkgs=$(realpath "$LUCARNE_NIXPKGS")
    echo "with the modules of $nixpkgs:"
    nix_eval --raw "$here#nixosConfigurations.rpi4.config.systemd.units.\"lucarne.service\".text"
    nix_eval --raw "$here#nixosConfigurations.rpi4.config.system.build.sdImage.drvPath"
fi
