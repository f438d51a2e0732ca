#!/usr/bin/env bash
# Resolve the locks again for every platform, by hash. PyTorch and what only its CUDA build needs stay out:
# build/setup_environment.py installs the pinned CPU build itself.
set -euo pipefail
cd "$(dirname "$0")/.."
cuda=$(uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate pyproject.toml \
    | grep -oE '^(nvidia|cuda|triton)[a-z0-9-]*' | sort -u)
omit=(--no-emit-package torch)
for name in $cuda; do omit+=(--no-emit-package "$name"); done
options=(--quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate "${omit[@]}")
uv pip compile "${options[@]}" -o build/locks/runtime.txt pyproject.toml
uv pip compile "${options[@]}" --extra development -c build/locks/runtime.txt -o build/locks/development.txt pyproject.toml
