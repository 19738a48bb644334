#!/bin/sh
# Ends what the starter began, once the starter is gone: the pipe on stdin closes with it, however it died.
# stdin: lines "add <pid>", "drop <pid>", "stop". $1: the file with workerd's process id.
trap '' INT TERM HUP

pids=' '
# The second look is for a starter that died between starting workerd and workerd's noting its id.
pauses='0 1'
while read -r verb pid; do
  case $verb in
    add) pids="$pids$pid " ;;
    drop) pids="${pids%% "$pid" *} ${pids#* "$pid" }" ;;
    stop) pauses='0' && break ;;
  esac
done

end_tree() {
  for child in $(ps -A -o pid= -o ppid= 2>/dev/null | while read -r pid parent; do [ "$parent" = "$1" ] && echo "$pid"; done); do
    end_tree "$child"
  done
  kill -9 "$1" 2>/dev/null
}

for pause in $pauses; do
  sleep "$pause"
  for pid in $pids $(cat "$1" 2>/dev/null); do end_tree "$pid"; done
done
