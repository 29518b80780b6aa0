# Thin names for what the README says. What each does stands in the file that it calls.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
need := image/debian/need
.DEFAULT_GOAL := run
root := $(if $(filter-out 0,$(shell id -u)),sudo)

.PHONY: help run build test test-image bench kill-test fuzz xss assets deb rust

# What can be made here.
help:
	@echo 'make run         install what is missing, build, and serve on http://localhost:9000'
	@echo 'make build       build alone'
	@echo 'make test        everything that a change must pass'
	@echo 'make bench       the figures of tests/bench/RESULTS.md'
	@echo 'make kill-test   kill the server two hundred times at random moments'
	@echo 'make fuzz        every parser that a stranger reaches'
	@echo 'make xss         every known vector of script injection in every field, in a browser'
	@echo 'make deb         a Debian package'
	@echo 'make test-image  a Debian machine with the package, in QEMU'
	@echo 'make assets      the scripts and styles of the pages'

# Installs what is missing, builds, and serves on http://localhost:9000 with everything under ./data, unless
# `make run data=/srv/videos listen=[::]:9100` says otherwise.
data := ./data
listen := [::]:9000
run: build
	target/release/lucarne serve --data '$(data)' --listen '$(listen)'

build: rust
	$(need) build run
	cargo build --release --locked

# Everything that a change must pass; .ci/run calls it.
test: build
	$(need) test
	cargo fmt --check
	cargo clippy --release --locked --all-targets -- --deny warnings
	cargo tree --locked --depth 0 --manifest-path tests/fuzz/Cargo.toml > /dev/null
	[[ -x target/python/bin/pip ]] || python3 -m venv target/python
	target/python/bin/pip install --quiet --disable-pip-version-check --requirement tests/requirements.txt
	cargo test --release --locked
	tests/appliance/units.sh
	tests/appliance/package.sh
	tests/appliance/nix.sh
	npm --prefix tests/browser ci --no-audit --no-fund --loglevel=error
	image/debian/node tests/browser/run.mjs

# A Debian machine with our package boots in QEMU, takes a film and plays it back; at most 15 minutes.
test-image: build
	$(need) test bench
	$(root) tests/appliance/boot.py "$$(image/debian/build target/release target)" target/appliance

# The figures of tests/bench/RESULTS.md, measured on this machine.
bench: build
	$(need) test bench
	tests/bench/run

# Kills the server 200 times at random moments of an upload and of a preparation; `make test` does it 20 times.
kill-test: build
	$(need) test
	LUCARNE_KILLS=200 cargo test --release --locked --test it kill -- --nocapture

# Every parser that a stranger reaches, for a minute each (FUZZ_SECONDS=3600 for longer).
fuzz: rust
	$(need) build run test
	tests/fuzz/run

# Every known vector of script injection in every field, in a browser; `make test` puts a sixth of them into each.
xss: build
	$(need) test
	npm --prefix tests/browser ci --no-audit --no-fund --loglevel=error
	LUCARNE_XSS=all image/debian/node tests/browser/run.mjs xss

# The player's scripts, styles and fonts. assets/dist/ is committed: building the program needs no Node.
assets:
	$(need) test
	npm --prefix assets ci --no-audit --no-fund
	image/debian/node assets/build.mjs

deb: build
	image/debian/build target/release target

rust:
	@image/rust-is-there
