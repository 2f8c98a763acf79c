# Everyday commands. `just` alone lists them.

default:
    @just --list

# The inner loop: types, then the unit tests of one room
check ROOM="":
    cargo check --all-targets
    cargo test --lib {{ROOM}}

# What must pass before a commit
all:
    cargo fmt --all --check
    cargo clippy --all-targets --features oracles -- -D warnings
    cargo test

# Everything that CI does, with the oracles
ci:
    .ci/run

# Parse a megabyte of Markdown, and what else is measured
bench:
    cargo bench

# Make the compacted API models again from the pinned botocore
models PYTHON="python3":
    RUNBOOK_UPDATE=1 RUNBOOK_PYTHON={{PYTHON}} cargo test --features oracles --test all oracles::compacted::the_embedded

# Make the calls of the conformance tests again from the pinned botocore
calls PYTHON="python3":
    {{PYTHON}} tools/typed_calls.py

# Hold the dynamic client against AWS's typed clients; the first time compiles EC2's: minutes, and 7 GB of memory
conformance:
    cargo test --features conformance --test all conformance::

# The book, opened in a browser
book:
    mdbook serve book --open
