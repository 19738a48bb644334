#!/bin/sh
# Miniflare starts this in place of workerd: note the process id, then become workerd under the same id.
# Once only: Miniflare would start a dead workerd again, but then the starter could not tell, and it stops everything instead.
[ -e "$AFTERTEXT_WORKERD_PID_FILE" ] && exit 1
# Ctrl-C reaches the whole process group; the starter alone decides when workerd ends.
trap '' INT HUP
ulimit -n "$AFTERTEXT_DESCRIPTORS"
echo $$ >"$AFTERTEXT_WORKERD_PID_FILE" && exec "$AFTERTEXT_WORKERD" "$@"
