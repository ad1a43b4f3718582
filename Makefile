# Two commands: `make run` shows Tidegate at work, `make test` checks everything. Both make the machine ready first.
.DEFAULT_GOAL := help
.PHONY: help setup run test package soak mutants fuzz bench bench-calendar bench-window deny

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST)

setup: ## install what is missing on this machine; quick when nothing is
	@.ci/setup

run: setup ## practise with the built-in carrier: the window where there is a display, else the demo
	@.ci/run-demo

test: setup ## check everything: format, lints, tests, the page, the window's build
	@.ci/test

package: setup ## build the .deb: window, command, manual page, completions, user unit
	@.ci/package

# `make test` checks licences and origins too (tests/layering.rs). The list of known holes is fetched from GitHub.
deny: setup ## ask cargo-deny about licences, origins and known holes of all dependencies
	@test -x target/tools/bin/cargo-deny || cargo install cargo-deny --locked --root target/tools
	target/tools/bin/cargo-deny check bans licenses sources
	target/tools/bin/cargo-deny check advisories

soak: setup ## the simulation for long: SEEDS=2000 worlds of two weeks each
	SIM_SEEDS=$(or $(SEEDS),2000) cargo test --release --package tidegate-desktop --test simulation -- --nocapture

mutants: setup ## plant known mistakes of the protocol in a copy; the simulation must find each within a minute
	.ci/mutants

fuzz: setup ## make up hostile bytes: MINUTES=1 each for calendars, rules, the carrier's replies, its waits, titles
	.ci/fuzz

bench: setup ## figures of a fleet of 200 circuits: idle, and a boundary that all share
	cargo bench --package tidegate-agent --bench fleet

# The page is built first, as the window carries it.
bench-window: setup ## figures of the app beside an empty Tauri app: memory, first paint, drags; and those of the page
	npm --prefix ui run --silent build
	cargo build --release --package tidegate-agent
	cargo build --release --package tidegate-shell --features custom-protocol --example empty
	cargo bench --package tidegate-shell --features custom-protocol --bench window
	npm --prefix ui run --silent bench

bench-calendar: setup ## figures of reading calendars, beside libical and two others on the same files
	cargo bench --package tidegate-desktop --bench calendar
