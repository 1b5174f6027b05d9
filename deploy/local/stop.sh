#!/usr/bin/env bash
# Ends the local cluster and deletes its data; its logs stay until it is started again.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/cluster.sh"

[ -n "$(started)" ] || echo "The local cluster is not running" >&2
stop_all
