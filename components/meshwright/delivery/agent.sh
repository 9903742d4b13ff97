#!/bin/sh
# The agent beside one Envoy: gets its bundle, proves it whole, brings it into force without losing a request.
#   seed    make the first set of files, before Envoy starts      run    keep Envoy at what the source says
#   health  exit 0 if Envoy reports the wanted or last good set   drain [now]  on SIGTERM, or now: fail checks, wait
# Settings (seconds where a time is meant):
#   MESHWRIGHT_SOURCE  file or http URL of the bundle      MESHWRIGHT_DIR     state, and Envoy's working directory (.)
#   MESHWRIGHT_ADMIN   Envoy's admin (127.0.0.1:9901)      MESHWRIGHT_POLL    pause between looks (0.2; http: 5)
#   MESHWRIGHT_WARM    patience with new clusters (30)     MESHWRIGHT_LINGER  patience with requests in flight (30)
#   MESHWRIGHT_SEED    patience of seed (60)               MESHWRIGHT_DRAIN   how long drain waits (20)
#   MESHWRIGHT_FETCH   command for `GET|POST URL`          MESHWRIGHT_ENVOY_LOG  Envoy's log, if it is a file
# State: sets/N are whole sets of files, xds/current links to one; last-good and wanted are bundles; status.json.
set -uf
unset http_proxy HTTP_PROXY https_proxy HTTPS_PROXY all_proxy ALL_PROXY # admin and source are never behind the mesh
LC_ALL=C export LC_ALL
source=${MESHWRIGHT_SOURCE:-} admin=http://${MESHWRIGHT_ADMIN:-127.0.0.1:9901} envoy_log=${MESHWRIGHT_ENVOY_LOG:-}
case $source in http://* | https://*) remote=1 poll=${MESHWRIGHT_POLL:-5} ;; *) remote= poll=${MESHWRIGHT_POLL:-0.2} ;; esac
case $source in /* | http://* | https://*) ;; *) source=$PWD/$source ;; esac
warm=${MESHWRIGHT_WARM:-30} linger=${MESHWRIGHT_LINGER:-30}
V= G= refused= why= gone= broken= said= next=0 B= S=

http() { # GET|POST URL: the body
  case $fetch in
  wget) set -- "$1" "$2" -q -T 5 -t 1 ;; # GNU's
  timeout*) set -- "$1" "$2" -q ;;        # busybox's, whose own -T fails on some builds
  curl) curl -gfsS -m 5 -X "$1" "$2" && return || return 1 ;;
  *) $fetch "$1" "$2" && return || return 1 ;;
  esac
  url=$2 method=$1 && shift 2
  [ "$method" = GET ] || set -- "$@" --post-data=
  $fetch "$@" -O - "$url"
}
if [ -n "${MESHWRIGHT_FETCH:-}" ]; then fetch=$MESHWRIGHT_FETCH
elif wget --version 2>/dev/null | grep -q GNU; then fetch=wget
elif command -v wget >/dev/null; then fetch="timeout 5 wget"
else fetch=curl; fi

say() { # STATE [REASON]: into status.json and the log, when it is new
  [ "$1 $G $V ${2:-}" = "$said" ] && return
  text=$(printf %s "${2:-}" | tr '\n\t\r' '   ' | tr -d '\000-\037' | sed 's/[\\"]/\\&/g')
  line="{\"state\":\"$1\",\"in_force\":\"$G\",\"wanted\":\"$V\",\"reason\":\"$text\"}"
  [ "$line" = "${logged:-}" ] || echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $line"
  logged=$line
  { echo "$line" >status.new && mv -f status.new status.json; } 2>/dev/null && said="$1 $G $V ${2:-}"
}

end() { tail -n 1 "$1" 2>/dev/null | awk -F'\t' '$1 == "end" { print substr($3, 1, 12) }'; } # FILE: its version

whole() { # FILE: is it a whole bundle? If not, $broken says why
  [ -s "$1" ] && [ -z "$(tail -c 1 "$1")" ] || { broken="cut short: it does not end in a whole line"; return 1; }
  sum=$(sed '$d' "$1" | sha256sum)
  broken=$(awk -F'\t' -v sum="${sum%% *}" '
    { last = $1; count = $2; digest = $3; fields = NF }
    $1 == "end" { next }
    NF != 3 || $1 !~ /^(cluster|listener|route)$/ || $3 !~ /^[{].*[}]$/ { bad = "line " NR " is not a resource"; exit }
    $2 !~ /^[A-Za-z0-9_][A-Za-z0-9_.:@+|,=~\/-]*$/ || $1 == "route" && $2 ~ /\// { bad = "line " NR ": bad name"; exit }
    seen[$1, $2]++ { bad = "line " NR ": " $1 " " $2 " is there twice"; exit }
    END { if (bad == "" && (last != "end" || fields != 3)) bad = "cut short: its last line is not an end line"
      if (bad == "" && digest != sum) bad = "its sha256 is " sum ", its end line says " digest
      if (bad == "" && count != NR - 1) bad = "it has " NR - 1 " resources, its end line says " count
      print bad }' "$1")
  [ -z "$broken" ]
}

look() { # at the source: a new whole bundle becomes `wanted`, its version $V
  if [ "$remote" ]; then
    now=$(date +%s)
    [ "$now" -ge "$next" ] || return 0
    next=$((now + ${poll%.*}))
    http GET "$source" >seen.new 2>/dev/null || { gone="no bundle from $source"; room; return 0; }
  else
    cmp -s "$source" seen 2>/dev/null && { gone=; return 0; }
    cat "$source" >seen.new 2>/dev/null || { gone="cannot read $source"; room; return 0; }
  fi
  gone=
  cmp -s seen.new seen 2>/dev/null && return
  if whole seen.new; then V=$(end seen.new) refused= && ln -f seen.new wanted; fi && mv -f seen.new seen
}
room() { { printf %9000s . >room && rm room; } 2>/dev/null || { rm -f room seen.new; gone="cannot write to $PWD: is the disk full?"; }; }

swap() { # LINES CDS-VERSION LDS-VERSION: a new set of these resource lines, made and checked aside, becomes current
  old=$(readlink xds/current) n=$((n + 1)) d=sets/$n
  rm -rf "$d" && mkdir -p "$d/routes" xds && { cat "$1" >"$d/lines" && echo "$2 $3" >"$d/versions" && awk -F'\t' -v d="$d" -v cv="$2" -v lv="$3" '
    function head(file, version) { printf "{\"version_info\":\"%s\",\"resources\":[\n", version >file }
    BEGIN { c = d "/clusters.json"; l = d "/listeners.json"; head(c, cv); head(l, lv) }
    $1 == "cluster" { if (cs++) print "," >c; print $3 >c }
    $1 == "listener" { if (ls++) print "," >l; print $3 >l }
    $1 == "route" { r = d "/routes/" $2 ".json"; head(r, lv); print $3 "\n]}" >r; close(r); print r }
    END { print "]}" >c; print "]}" >l; print c; print l }' "$1" >"$d/files" &&
    awk -F'\t' 'FNR == NR { if ($1 != "end") { want[$3]; left++ } next }
      { while ((getline line <$0) > 0) { if (line in want) left--; last = line } close($0); if (last != "]}") left = -1e9 }
      END { exit left != 0 }' "$d/lines" "$d/files" &&
    ln -sfn "../$d" link && { mv -fT link xds/current 2>/dev/null || mv -fh link xds/current; }; } 2>/dev/null ||
    { rm -rf "$d"; why="cannot write to $PWD: is the disk full?"; return 4; }
  [ -z "$old" ] || rm -rf "sets/${old##*/}"
}

stats() { # [memberships]: what Envoy says of itself, in $S
  S=$(http GET "$admin/stats?filter=^(cluster_manager.(cds.|warming)|listener_manager.(lds.(up|ver)|listener_create_f|total_listeners_w)|http..*.rds..*(update_[aefr]|version_text)|server.(uptime|dynamic_unk)${1:+|cluster..*.(membership_healthy|warming_state|upstream_rq_(pending_)?active)$})" 2>/dev/null) && [ -n "$S" ]
}

verdict() { # CDS-VERSION LDS-VERSION ROUTES GAINING CHANGED [again]: what $S says, compared with $B, the stats before
  printf '%s\n=\n%s\n' "$B" "$S" | awk -v cv="$1" -v lv="$2" -v routes="$3" -v gaining="$4" -v changed="$5" -v again="${6:-}" '
    function plain(name) { gsub(/:\/\/|:\/|:/, "_", name); return name }
    function read_back(at, version) { return N[at "version_text"] == "\"" version "\"" && (again || N[at "update_attempt"] != B[at "update_attempt"]) }
    $0 == "=" { now = 1; next }
    { i = index($0, ": "); if (now) N[substr($0, 1, i - 1)] = substr($0, i + 2); else B[substr($0, 1, i - 1)] = substr($0, i + 2) }
    END { up = "server.uptime"; if (N[up] + 0 < B[up] + 0) split("", B) # another Envoy since
      for (k in N) {
        if (k ~ /\.rds\..*\.version_text$/) { p = substr(k, 1, length(k) - 12); if (read_back(p, lv)) { sub(/.*\.rds\./, "", p); rds[p] = 1 } }
        if (k !~ /update_(rejected|failure|empty)$|unknown_fields$|create_failure$/ || k ~ /^cluster\./ || again || N[k] + 0 <= B[k] + 0) continue
        what = k ~ /^cluster_manager/ ? "cluster" : k ~ /^listener_manager/ ? "listener" : k ~ /^http/ ? "route" : "unknown"
        if (what == "route") { sub(/.*\.rds\./, "", k); sub(/\.[^.]*$/, "", k); what = what ":" k }
        if (!told[what]++) bad = bad " " what
      }
      if (bad) { print "bad" bad; exit }
      if (!read_back("cluster_manager.cds.", cv)) wait = "clusters"
      if (!read_back("listener_manager.lds.", lv)) wait = wait " listeners"
      for (i = split(routes, r, " "); i; i--) if (!rds[plain(r[i]) "."]) wait = wait " " r[i]
      if (N["listener_manager.total_listeners_warming"] + 0) wait = wait " warming listeners"
      if (wait) { print "wait " wait; exit }
      for (i = split(gaining, g, " "); i; i--) { k = "cluster." plain(g[i]); if (N[k ".membership_healthy"] + 0 < 1 || N[k ".warming_state"] + 0) cold = cold " " g[i] }
      for (i = split(changed, g, " "); i; i--) { k = "cluster." plain(g[i]) ".membership_healthy"; if (N[k] + 0 < 1 && B[k] + 0) sick = sick " " g[i] }
      if (sick) print "sick" sick; else if (cold) print "cold" cold; else print N["cluster_manager.warming_clusters"] + 0 ? "warming" : "ok" }'
}

settle() { # like verdict: waits until Envoy has it. 1 refused ($why), 2 overtaken by the source, 3 Envoy is gone
  began=$(date +%s)
  while stats memberships; do
    is=$(verdict "$@") waited=$(($(date +%s) - began)) mine=$V
    case $is in
    ok) return 0 ;;
    bad*) blame "${is#bad }" "$1"; return 1 ;;
    wait*) [ $waited -lt 10 ] || { why="Envoy does not take${is#wait}"; return 1; } ;;
    *) look
      [ "$mine" = "$V" ] || return 2
      if [ "$waited" -ge "$warm" ]; then case $is in
        warming) return 0 ;;
        sick*) why="cluster${is#sick}: no healthy member since it was changed"; return 1 ;;
        cold*) say blocked "cluster${is#cold}: no healthy member"; sleep 0.5 ;;
        esac; fi ;;
    esac
    sleep 0.05
  done
  return 3
}

plan() { # BUNDLE: the way there from the current set. Writes `union`: clusters of both, the rest of the current set
  { read -r same; read -r gaining; read -r changed; read -r removed; read -r before; read -r after; read -r touched; } <<EOF
$(awk -F'\t' -v good="$good" '
    function close_group() { for (x in g) W[x, new] += sum ? g[x] / sum : 0; split("", g); sum = 0 } # shares of one weighted route
    { new = FILENAME != ARGV[1]; key = $1 " " $2
      if ($1 == "end") next
      if (new) { T[key] = $3; if (C[key] != $3 || !good) touched = touched " " $1 ":" $2 } else C[key] = $3
      if ($1 == "cluster") { if (new) { print >"union"; names[$2] } else old[$2] = $0; next }
      if (!new) rest[++rests] = $0
      parts = split($3, a, "\""); name = ""
      for (i = 1; i < parts; i++) {
        if (a[i] == "weighted_clusters") close_group()
        else if (a[i] == "cluster" && a[i + 1] == ":") W[a[i + 2], new]++
        else if (a[i] == "name" && (("cluster " a[i + 2]) in C || ("cluster " a[i + 2]) in T)) name = a[i + 2]
        else if (a[i] == "weight" && a[i + 1] ~ /^:[0-9]/) { w = substr(a[i + 1], 2) + 0; g[name] += w; sum += w }
        else if (a[i] == "route_config_name") uses[new] = uses[new] " " a[i + 2]
      }
      close_group() }
    END { same = "yes"
      for (x in old) if (!(x in names)) { print old[x] >"union"; removed = removed " " x; same = "no" }
      for (i = 1; i <= rests; i++) print rest[i] >"union"
      for (x in names) { k = "cluster " x; if (C[k] != T[k]) same = "no"
        if (W[x, 1] == 0 || T[k] !~ /"lb_endpoints":\[[{]/) continue
        if (W[x, 1] > W[x, 0] + 1e-6) gaining = gaining " " x; else if (C[k] != T[k]) changed = changed " " x }
      print same; print gaining; print changed; print removed; print uses[0]; print uses[1]; print touched }' xds/current/lines "$1" 2>/dev/null)
EOF
}

blame() { # KINDS CDS-VERSION: $why, from what Envoy shows of its configuration, and its log if that is to be had
  why=
  for kind in $1; do case $kind in
    cluster) why="$why, cluster $({ http GET "$admin/config_dump?resource=dynamic_active_clusters&mask=version_info,cluster.name"
      http GET "$admin/config_dump?resource=dynamic_warming_clusters&mask=version_info,cluster.name"; } 2>/dev/null |
      awk -F'"' -v cv="$2" -v touched="$touched" '$2 == "version_info" { v = $4 } $2 == "name" { has[$4] = v }
        END { for (i = split(touched, t, " "); i; i--) if (sub(/^cluster:/, "", t[i]) && has[t[i]] != cv) s = s " or " t[i]; print substr(s, 5) }')" ;;
    listener) why="$why, listener $(http GET "$admin/config_dump?resource=dynamic_listeners&mask=name,error_state.details" 2>/dev/null |
      awk -F'"' -v touched="$touched" '$2 == "@type" { n = "" } $2 == "name" { n = $4 } $2 == "details" && n != "" { s = s " or " n " (" $4 ")" }
        END { if (!s) for (i = split(touched, t, " "); i; i--) if (sub(/^listener:/, "", t[i])) s = s " or " t[i]; print substr(s, 5) }')" ;;
    unknown) why="$why, a field that Envoy does not know in one of $touched" ;;
    *) why="$why, route ${kind#route:}" ;;
    esac; done
  why="Envoy refuses ${why#, }"
  [ -r "$envoy_log" ] && why="$why: $(tail -c +"$log_at" "$envoy_log" | awk '
    /^\[[0-9]/ { if (on) exit; on = sub(/.*(config update rejected|Unknown field): /, "") } on { text = text " " $0 }
    END { if (i = index(text, "Proto constraint")) { match(text, /name: "[^"]*"/); text = substr(text, RSTART, RLENGTH) " " substr(text, i) }
      gsub(/ +/, " ", text); print substr(text, 2, 400) }')"
}

apply() { # BUNDLE VERSION [back]: into force, as settle says; 4 no room. Back: nothing may hold it up
  read -r cv lv <xds/current/versions
  good=$(end last-good)
  # A union whose clusters Envoy may have refused, from before a crash: its routes are the last good ones, so undo it.
  case $unsure$cv in 1*+union) [ "$lv" != "$good" ] || { swap last-good "$good" "$good" || return; cv=; } ;; esac
  dirty=1
  plan "$1"
  stats memberships || return 3
  case $(verdict "$cv" "$lv" "$before" "" "" again) in ok | warming) [ "$cv $lv" != "$2 $2" ] || { keep "$@"; return 0; } ;; esac
  B=$S at=$2 lines=$1 log_at=$(($([ ! -r "$envoy_log" ] || wc -c <"$envoy_log") + 1))
  if [ -n "${3:-}" ]; then gaining= changed=; else say applying; fi
  # Without a last good set nothing is in force that could lose requests; with these routes already, no order is needed.
  if [ -z "$good" ]; then same=yes gaining=; fi
  [ "$lv" != "$2" ] || same=yes
  if [ "$same" = no ]; then
    at=$2+union lines=next unsure=1 base=union
    if [ -n "${3:-}" ]; then base=xds/current/lines at=$cv # has the clusters of both; what Envoy refused is in the rest
    else
    swap union "$at" "$lv" || return
    settle "$at" "$lv" "$before" "$gaining" "$changed"
    case $? in 0) unsure= ;; 2) unsure= && return 2 ;; *) return ;; esac; fi
    { grep '^cluster	' $base; grep -v '^cluster	' "$1"; } >next 2>/dev/null || { why="cannot write to $PWD: is the disk full?"; return 4; }
  elif [ -n "$gaining" ]; then settle "$cv" "$lv" "$before" "$gaining" "" again || return; fi
  B=$S
  swap "$lines" "$at" "$2" && settle "$at" "$2" "$after" "" "" || return
  keep "$@"
  [ "$same" = no ] || return 0
  dirty=1
  quiet=0 began=$(date +%s) mine=$V # in flight: none for four looks, for a request may lie between two tries
  while [ $quiet -lt 4 ] && [ $(($(date +%s) - began)) -lt "$linger" ] && stats memberships; do
    look; [ "$mine" = "$V" ] || return 2
    quiet=$(printf '%s\n' "$S" | awk -F': ' -v removed="$removed" -v quiet=$quiet '
      BEGIN { for (i = split(removed, r, " "); i; i--) { gsub(/:\/\/|:\/|:/, "_", r[i]); gone["cluster." r[i]] } }
      { sub(/\.upstream_rq_.*/, "", $1); if ($1 in gone) busy += $2 } END { print busy ? 0 : quiet + 1 }')
    sleep 0.25
  done
  B=$S
  swap "$1" "$2" "$2" && settle "$2" "$2" "$after" "" "" && dirty=
}
keep() { # BUNDLE VERSION [back]: it is in force
  dirty= G=$2
  [ "$1" = last-good ] || { ln -f "$1" good.new && mv -f good.new last-good; }
  [ -n "${3:-}" ] || say in-force
}

tidy() { # what a killed agent left half made
  mkdir -p xds sets && cd . && cur=$(readlink xds/current); n=${cur##*/}; n=${n:-0} dirty=1 unsure=1
  for d in $(ls sets); do [ "$d" = "$n" ] || rm -rf "sets/$d"; done
}

seed() {
  [ -e xds/current/versions ] && stats && return # a living Envoy is led step by step, by run
  tidy; rm -f seen
  if [ -s last-good ] && whole last-good; then V=$(end last-good); ln -f last-good wanted; fi
  began=$(date +%s) broken=
  until [ -n "$V" ] || { next=0; look; [ -n "$V" ]; }; do
    [ $(($(date +%s) - began)) -lt "${MESHWRIGHT_SEED:-60}" ] || { say unreadable "${gone:-$broken}"; echo "agent: nothing to start with: ${gone:-$broken}" >&2; exit 1; }
    sleep 0.2
  done
  swap wanted "$V" "$V" || { echo "agent: $why" >&2; exit 1; }
}

run() {
  [ -e xds/current/versions ] || seed
  tidy; rm -f seen; look
  if [ -z "$V" ] && [ -s last-good ]; then V=$(end last-good); ln -f last-good wanted; fi
  beat=0
  while :; do
    file=wanted goal=$V back=
    if [ -n "$V" ] && [ "$V" = "$refused" ]; then file=last-good goal=$(end last-good) back=back; fi
    if [ -n "$goal" ] && [ "$dirty$G" != "$goal" ]; then
      apply $file "$goal" $back
      case $? in
      1) if [ "$back" ]; then say rejected "$reason; the last good set is refused too: $why"; sleep 2
        else refused=$V reason=$why; [ ! -s last-good ] || continue; dirty=; fi ;;
      3) G=; say waiting-for-envoy "no answer from $admin" ;;
      4) say blocked "$why"; sleep 1 ;;
      esac
    fi
    case "$gone$broken" in
    "") if [ "$dirty" ]; then :; elif [ "$V" = "$refused" ]; then say rejected "$reason"; elif [ "$G" = "$V" ]; then say in-force; fi ;;
    "cannot write"*) say blocked "$gone" ;;
    *) say unreadable "${gone:-$broken}" ;;
    esac
    sleep "$poll"; look
    beat=$(((beat + 1) % ${remote:-20}))
    if [ $beat = 0 ] && [ -n "$G" ]; then # is it still what Envoy says?
      read -r cv lv <xds/current/versions; stats; case "$cv $lv $(verdict "$G" "$G" "" "" "" again)" in "$G $G ok" | "$G $G warming") ;; *) G= ;; esac
    fi
  done
}

health() {
  stats || { echo "Envoy does not answer at $admin"; return 1; }
  known=" $(end last-good) $(end wanted) "
  for kind in cluster_manager.cds listener_manager.lds; do
    has=$(printf '%s\n' "$S" | awk -F'"' -v k="$kind.version_text: " '$1 == k { sub(/[+]union$/, "", $2); print $2 }')
    case $known in *" ${has:--} "*) ;; *) echo "Envoy has $kind \"$has\", not one of$known"; return 1 ;; esac
  done
}

drain() {
  if [ "${1:-}" != now ]; then trap 'told=1' TERM INT; told=; while [ -z "$told" ]; do sleep 60 & wait $!; done; kill $! 2>/dev/null; fi
  http POST "$admin/healthcheck/fail"; http POST "$admin/drain_listeners?graceful&inboundonly"
  sleep "${MESHWRIGHT_DRAIN:-20}"
}

trap 'exit 0' TERM INT
case ${1:-} in
drain) drain "${2:-}" ;;
seed | run | health) mkdir -p "${MESHWRIGHT_DIR:-.}" && cd "${MESHWRIGHT_DIR:-.}" && "$1" ;;
*) echo "usage: agent.sh seed|run|health|drain [now]" >&2; exit 2 ;;
esac
