#!/bin/sh
# Writes the three lock files: exact versions and hashes for every platform, no registry addresses.
# requirements.lock is what an operator installs: the program, and the driver of a search cluster.
set -eu
compile() { "${UV:-uv}" pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate "$@"; }
compile --extra cluster pyproject.toml -o requirements.lock
compile --extra dev --extra train --extra bench --extra cluster pyproject.toml -c requirements.lock -o requirements-dev.lock
printf 'pip<27\nsetuptools>=77,<84\n' | compile - -o requirements-build.lock
