#!/bin/sh
# The agent beside one Envoy: gets its bundle, proves it whole, brings it into force without losing a request.
#   seed    make the first set of files, before Envoy starts      run          keep Envoy at what the source says
#   health  exit 0 if Envoy has the wanted or last good set       drain [now]  on SIGTERM, or now: fail checks, wait
# Settings, times in seconds: MESHWRIGHT_SOURCE (file or http URL of the bundle), _DIR (state, and Envoy's working directory:
# .), _ADMIN (127.0.0.1:9901), _POLL (pause between looks: 0.2, http 5), _WARM (patience with new clusters: 30), _LINGER (with
# requests in flight: 30), _SEED (with the source: 60), _DRAIN (20), _FETCH (command for `GET|POST URL`), _ENVOY_LOG (a file).
# State: sets/N are sets of files, xds/current links to one; bundles wanted and last-good; status.json. $V wanted, $G in force.
unset http_proxy HTTP_PROXY all_proxy ALL_PROXY https_proxy HTTPS_PROXY # the agent does not go through the mesh
set -uf; export LC_ALL=C
source=${MESHWRIGHT_SOURCE:-} admin=http://${MESHWRIGHT_ADMIN:-127.0.0.1:9901} envoy_log=${MESHWRIGHT_ENVOY_LOG:-} remote=
case $source in http://* | https://*) remote=1 ;; /*) ;; *) source=$PWD/$source ;; esac
poll=${MESHWRIGHT_POLL:-$([ "$remote" ] && echo 5 || echo 0.2)} warm=${MESHWRIGHT_WARM:-30} linger=${MESHWRIGHT_LINGER:-30}
V= G= good= refused= why= word= gone= broken= said= logged= dirty=1 unsure=1 next=0 B= S= full="cannot write to ${MESHWRIGHT_DIR:-.}: is the disk full?"
if [ "${MESHWRIGHT_FETCH:-}" ]; then fetch=$MESHWRIGHT_FETCH; elif ! command -v wget >/dev/null; then fetch="curl -gfsS -m 5 -X"
else # the -T of some builds of busybox crashes
  fetch="wget -q -t 1 -O -"; { wget -q -t 1 -T 5 -O - http://127.0.0.1:1/ || [ $? -gt 128 ] || fetch="$fetch -T 5"; } >/dev/null 2>&1
fi
http() { case "$fetch $1" in "wget -q "*GET) $fetch "$2" ;; "wget -q "*) $fetch --post-data= "$2" ;; *) $fetch "$1" "$2" ;; esac; }
say() { # STATE [REASON]: into status.json and the log, when it is new
  [ "$1 $G $V ${2:-}" != "$said" ] || return 0
  line="{\"state\":\"$1\",\"in_force\":\"$G\",\"wanted\":\"$V\",\"reason\":\"$(printf %s "${2:-}" | tr '\000-\037' ' ' | sed 's/[\\"]/\\&/g')\"}"
  [ "$line" = "$logged" ] || echo "{\"time\":\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\",${line#?}"
  logged=$line; { echo "$line" >status.new && mv -f status.new status.json && said="$1 $G $V ${2:-}"; } 2>/dev/null
}
end() { tail -n 1 "$1" 2>/dev/null | awk -F'\t' '$1 == "end" { print substr($3, 1, 12) }'; } # FILE: its version
whole() { # FILE: is it a whole bundle? If not, $broken says why
  broken="cut short: it does not end in a whole line"
  [ -s "$1" ] && [ -z "$(tail -c 1 "$1")" ] && sum=$(sed '$d' "$1" | sha256sum) && broken=$(tail -n 1 "$1" |
    awk -F'\t' -v sum="${sum%% *}" -v n="$(($(wc -l <"$1") - 1))" '{ s = ", its end line says "
      if ($1 != "end" || NF != 3) print "cut short: its last line is not an end line"
      else print ($2 != n ? "it has " n " resources" s $2 : $3 != sum ? "its sha256 is " sum s $3 : "") }') && [ -z "$broken" ]
}
look() { # at the source: a new whole bundle becomes `wanted`, its version $V
  was=$gone gone=
  if [ "$remote" ]; then
    now=$(date +%s); [ "$now" -ge "$next" ] || { gone=$was; return 0; }
    next=$((now + ${poll%.*})); http GET "$source" >seen.new 2>/dev/null || gone="no bundle from $source"
  else cmp -s "$source" seen 2>/dev/null && return; cat "$source" >seen.new 2>/dev/null || gone="cannot read $source"; fi
  if [ "$gone" ]; then { printf %9000s . >room; } 2>/dev/null || { gone=$full; rm -f seen.new; }; rm -f room; return 0; fi
  if cmp -s seen.new seen 2>/dev/null; then return; elif whole seen.new; then V=$(end seen.new) refused= && ln -f seen.new wanted; fi && mv -f seen.new seen
}
swap() { # LINES CDS-VERSION LDS-VERSION: a new set of these resource lines, made and read again aside, becomes current
  old=$(readlink xds/current) n=$((n + 1)) why=$full; d=sets/$n
  { rm -rf "$d" && mkdir -p "$d/routes" && cat "$1" >"$d/lines" && echo "$2 $3" >"$d/versions" && awk -F'\t' -v d="$d" -v cv="$2" -v lv="$3" '
    function head(file, v) { print "{\"version_info\":\"" v "\",\"resources\":[" >file }
    BEGIN { head(c = d "/clusters.json", cv); head(l = d "/listeners.json", lv) }
    $1 ~ /^[cl]/ { f = $1 == "cluster" ? c : l; if (many[f]++) print "," >f; print $3 >f }
    $1 == "route" { r = d "/routes/" $2 ".json"; head(r, lv); print $3 "\n]}" >r; close(r); print r }
    END { print "]}" >c; print "]}" >l; print c "\n" l }' "$1" >"$d/files" && awk -F'\t' ' # not every awk notices a full disk
    FNR == NR { if ($1 != "end") { want[$3]; left++ } next } { while ((getline line <$0) > 0) { if (line in want) left--; last = line } close($0); if (last != "]}") left = -1e9 }
    END { exit left != 0 }' "$d/lines" "$d/files" && ln -sfn "../$d" link && { mv -fT link xds/current || mv -fh link xds/current; }
  } 2>/dev/null || { rm -rf "$d"; return 4; }
  [ -z "$old" ] || rm -rf "sets/${old##*/}"
}
stats() { # [more]: what Envoy says of itself, in $S
  S="cluster_manager.(cds.|warming)|listener_manager.(lds.(up|ver)|listener_create_f|total_listeners_w)|server.(uptime|dynamic_unk)"
  S="^($S|http..*.rds..*(update_[aefr]|version_text)${1:+|cluster..*.(membership_healthy|warming_state|upstream_rq_(pending_)?active)\$})"
  S=$(http GET "$admin/stats?filter=$S" 2>/dev/null) && [ "$S" ]
}
verdict() { # CDS-VERSION LDS-VERSION ROUTES GAINING CHANGED [again]: what $S says since $B (again: no news is good news)
  printf '%s\n=\n%s\n' "$B" "$S" | awk -F': ' -v cv="$1" -v lv="$2" -v routes="$3" -v gaining="$4" -v changed="$5" -v again="${6:-}" '
    function plain(name) { gsub(/:\/\/|:\/|:/, "_", name); return name }
    function has(at, v) { return N[at "version_text"] == "\"" v "\"" && (again || N[at "update_attempt"] != B[at "update_attempt"]) }
    $0 == "=" { now = 1; next } { if (now) N[$1] = $2; else B[$1] = $2 }
    END { if (N["server.uptime"] + 0 < B["server.uptime"] + 0) split("", B) # it was started again
      for (k in N) { rds = k; sub(/.*\.rds\./, "", rds); sub(/\.[^.]*$/, "", rds)
        if (k ~ /^http.*version_text$/ && has(substr(k, 1, length(k) - 12), lv)) loaded[rds]
        if (k !~ /update_(rejected|failure|empty)$|unknown_fields$|create_failure$/ || again || N[k] + 0 <= B[k] + 0) continue
        bad[k ~ /^cluster_m/ ? "cluster" : k ~ /^listener_m/ ? "listener" : k ~ /^http/ ? "route:" rds : "unknown"] }
      for (k in bad) all = all " " k; if (all) { print "bad" all; exit }
      if (!has("cluster_manager.cds.", cv)) wait = " clusters"
      if (!has("listener_manager.lds.", lv) || N["listener_manager.total_listeners_warming"] + 0) wait = wait " listeners"
      for (i = split(routes, r, " "); i; i--) if (!(plain(r[i]) in loaded)) wait = wait " " r[i]
      if (wait) { print "wait" wait; exit }
      for (i = split(gaining " " changed, r, " "); i; i--) { k = "cluster." plain(r[i]) "."; h = k "membership_healthy"
        if (index(" " changed " ", " " r[i] " ")) { if (N[h] + 0 < 1 && B[h] + 0) sick = sick " " r[i] }
        else if (N[h] + 0 < 1 || N[k "warming_state"] + 0) cold = cold " " r[i] }
      print sick ? "sick" sick : cold ? "cold" cold : N["cluster_manager.warming_clusters"] + 0 ? "warming" : "ok" }'
}
settle() { # like verdict, but waits until it is good. 1 refused ($why), 2 overtaken by the source, 3 Envoy is gone
  began=$(date +%s) mine=$V; while stats more; do
    is=$(verdict "$@") waited=$(($(date +%s) - began))
    case $((waited >= warm))$is in
    ?ok | 1warming) return 0 ;; ?bad*) blame "${is#bad}" "$1"; return 1 ;;
    ?wait*) why="Envoy does not take${is#wait}"; [ $waited -lt 10 ] || return 1 ;;
    1sick*) why="cluster${is#sick}: no healthy member since it was changed"; return 1 ;;
    1cold*) say blocked "cluster${is#cold}: no healthy member"; sleep 0.5 ;;
    esac
    case $is in wait*) ;; *) look; [ "$mine" = "$V" ] || return 2 ;; esac; sleep 0.05
  done; return 3
}
blame() { # KINDS CDS-VERSION: $why, from what Envoy shows of its configuration, and its log if that is to be had
  has="mask=version_info,cluster.name"
  why="Envoy refuses$(for dump in active_clusters\&$has warming_clusters\&$has listeners\&mask=name,error_state.details; do
      http GET "$admin/config_dump?resource=dynamic_$dump" 2>/dev/null; done | awk -F'"' -v kinds="$1" -v cv="$2" -v touched="$touched" '
      $2 == "@type" { n = "" } $2 == "version_info" { v = $4 } $2 == "name" { n = $4; if (v) has[n] = v; v = "" } $2 == "details" && n { errors = errors " or listener " n " (" $4 ")" }
      END { for (i = split(kinds, k, " "); i; i--) { s = k[i] == "listener" ? errors : ""; if (sub(/^route:/, "", k[i])) s = " or route " k[i]
          if (!s) for (j = split(touched, t, " "); j; j--) { split(t[j], x, "/:")
            if (k[i] == "unknown" || k[i] == x[1] && (x[1] != "cluster" || has[x[2]] != cv)) s = s " or " x[1] " " x[2] }
          all = all (all ? "; " : " ") (k[i] == "unknown" ? "a field it does not know, in " : "") substr(s, 5) } print all }')"
  [ -r "$envoy_log" ] && why="$why: $(tail -c "+$log_at" "$envoy_log" | awk '
    /^\[[0-9]/ { if (on) exit; on = sub(/.*(config update rejected|Unknown field): /, "") } on { text = text " " $0 }
    END { gsub(/ +/, " ", text); n = length(text); print n > 420 ? substr(text, 2, 200) " ... " substr(text, n - 199) : substr(text, 2) }')"
}
plan() { # BUNDLE: the way to it from the current set. Writes `union`: the clusters of both, the rest of the current set
  { for v in same gaining changed removed before after touched; do read -r "$v"; done; } <<EOF
$(awk -F'\t' -v good="$good" '
    function share() { for (x in g) W[x, new] += sum ? g[x] / sum : 0; split("", g); sum = 0 } # the end of one weighted route
    { new = FILENAME != ARGV[1]; key = $1 "/:" $2; if ($1 == "end") next }
    new { T[key] = $3; if (C[key] != $3 || !good) touched = touched " " key }
    !new { C[key] = $3; if ($1 == "cluster") old[key] = $0; else rest[++rests] = $0 }
    $1 == "cluster" { if (new) print >"union"; next }
    { parts = split($3, a, "\""); name = ""; for (i = 1; i < parts; i++) { key = "cluster/:" a[i + 2]
        if (a[i] == "weighted_clusters") share()
        else if (a[i] == "cluster" && a[i + 1] == ":") W[key, new]++
        else if (a[i] == "name" && (key in C || key in T)) name = key
        else if (a[i] == "weight" && a[i + 1] ~ /^:[0-9]/) { w = substr(a[i + 1], 2) + 0; g[name] += w; sum += w }
        else if (a[i] == "route_config_name") uses[new] = uses[new] " " a[i + 2] } share() }
    END { same = "yes"; for (k in old) if (!(k in T)) { print old[k] >"union"; removed = removed " " substr(k, 10); same = "no" }
      for (i = 1; i <= rests; i++) print rest[i] >"union"
      for (k in T) if (k ~ /^cluster/) { if (C[k] != T[k]) same = "no"
        if (!W[k, 1] || T[k] !~ /"lb_endpoints":\[[{]/) continue # no traffic, or nobody who could answer
        if (W[k, 1] > W[k, 0] + 1e-6) gaining = gaining " " substr(k, 10); else if (C[k] != T[k]) changed = changed " " substr(k, 10) }
      print same "\n" gaining "\n" changed "\n" removed "\n" uses[0] "\n" uses[1] "\n" touched }' xds/current/lines "$1" 2>/dev/null)
EOF
}
apply() { # BUNDLE VERSION [back]: into force, as settle says; 4 no room. Back: nothing may hold it up
  read -r cv lv <xds/current/versions
  # Undo a union that Envoy may have refused: with the last good routes in force, nothing needs its other clusters.
  case $unsure:$cv:$lv in 1:*+union:"$good") swap last-good "$good" "$good" || return; cv=$good ;; esac
  plan "$1"; dirty=1 back=${3:-} word=; stats more || return 3
  if [ "$cv $lv" = "$2 $2" ]; then case $(verdict "$2" "$2" "$after" "" "" again) in ok | warming) keep "$1" "$2"; return ;; esac; fi
  B=$S at=$2 lines=$1 base=union log_at=$(($([ ! -r "$envoy_log" ] || wc -c <"$envoy_log") + 1))
  [ "$back" ] && gaining='' || say applying
  [ "$good" ] && [ "$lv" != "$2" ] || same=yes gaining= # nothing is in force that could lose requests, or these routes are
  if [ "$same" = no ]; then
    if [ "$back" ]; then base=xds/current/lines at=$cv; else # going back, all clusters are there already
      at=$2+union unsure=1; swap union "$at" "$lv" || return
      settle "$at" "$lv" "$before" "$gaining" "$changed"; is=$?; [ $is != 2 ] || unsure=; [ $is = 0 ] || return $is
    fi
    unsure='' why=$full lines=next; { grep '^cluster	' $base; grep -v '^cluster	' "$1"; } >next 2>/dev/null || return 4
  elif [ "$gaining" ]; then settle "$cv" "$lv" "$before" "$gaining" "" again || return; fi
  [ "$same" = yes ] || [ -z "$removed" ] || word=draining # not done: tasks behind what is removed must not stop yet
  B=$S; swap "$lines" "$at" "$2" && settle "$at" "$2" "$after" "" "" && keep "$1" "$2" || return
  [ "$same" = no ] || return 0; dirty=1 began=$(date +%s) mine=$V quiet=4; [ -z "$word" ] || quiet=0 # four looks: one may be between tries
  while [ "$quiet" -lt 4 ] && [ $(($(date +%s) - began)) -lt "$linger" ] && stats more; do
    look; [ "$mine" = "$V" ] || return 2; sleep 0.25
    quiet=$(printf '%s\n' "$S" | awk -F': ' -v removed="$removed" -v quiet="$quiet" '
      BEGIN { gsub(/:\/\/|:\/|:/, "_", removed); for (i = split(removed, r, " "); i; i--) gone["cluster." r[i]] }
      { sub(/\.upstream_rq_.*/, "", $1); if ($1 in gone) busy += $2 } END { print busy ? 0 : quiet + 1 }')
  done
  B=$S; swap "$1" "$2" "$2" && settle "$2" "$2" "$after" "" "" && dirty=
}
keep() { # BUNDLE VERSION: it is in force
  dirty='' G=$2 good=$2; [ "$1" = last-good ] || { ln -f "$1" good.new && mv -f good.new last-good && say "${word:-in-force}"; }
}
tidy() { # what a killed agent left half made
  mkdir -p xds sets; n=$(readlink xds/current); n=${n##*/} n=${n:-0}; for d in $(ls sets); do [ "$d" = "$n" ] || rm -rf "sets/$d"; done
  rm -f seen; ! whole last-good || { good=$(end last-good) V=$good; ln -f last-good wanted; }; broken=
}
seed() {
  [ -e xds/current/versions ] && stats && return # a living Envoy is led step by step, by run
  tidy; began=$(date +%s); until [ "$V" ] || { next=0; look; [ "$V" ]; }; do
    why=${gone:-$broken}; say unreadable "$why"; sleep 0.2
    [ $(($(date +%s) - began)) -lt "${MESHWRIGHT_SEED:-60}" ] || { echo "agent: nothing to start with: $why" >&2; exit 1; }
  done
  swap wanted "$V" "$V" || { echo "agent: $why" >&2; exit 1; }
}
run() {
  [ -e xds/current/versions ] || seed
  tidy; look; beat=0; while :; do
    file=wanted goal=$V back=; [ "$V" != "$refused" ] || { file=last-good goal=$good back=back; }
    if [ "$goal" ] && [ "$dirty$G" != "$goal" ]; then apply $file "$goal" $back
      case $?$back in
      1back) say rejected "$reason; the last good set is refused too: $why"; sleep 2 ;;
      1) refused=$V reason=$why; [ ! "$good" ] || continue; dirty= ;;
      3*) G=; say waiting-for-envoy "no answer from $admin" ;; 4*) say blocked "$why"; sleep 1 ;; esac; fi
    case $gone$broken$dirty in "") if [ "$V" = "$refused" ]; then say rejected "$reason"; elif [ "$V" = "$G" ]; then say in-force; fi ;;
    "$full"*) say blocked "$gone" ;; 1) ;; *) say unreadable "${gone:-$broken}" ;;
    esac
    sleep "$poll"; look; beat=$(((beat + 1) % ${remote:-20}))
    [ $beat = 0 ] || continue # is it still what Envoy says? What was refused before anything was good is tried again
    [ "$good" ] || refused=; read -r cv lv <xds/current/versions; stats
    case "$cv $lv $(verdict "$G" "$G" "" "" "" again)" in "$G $G ok" | "$G $G warming") ;; *) dirty=1 ;; esac
  done
}
health() {
  stats || { echo "Envoy does not answer at $admin"; return 1; }
  printf '%s\n' "$S" | awk -F'"' -v known=" $(end last-good) $(end wanted) " '/^(cluster_manager.cds|listener_manager.lds).version_text/ {
    sub(/[+]union$/, "", $2); if (!$2 || !index(known, " " $2 " ")) { print "Envoy has " $1 $2 ", not one of" known; exit bad = 1 } }'
}
drain() {
  [ "${1:-}" = now ] || { told=; trap 'told=1' TERM INT; until [ "$told" ]; do sleep 60 & wait $!; done; kill $! 2>/dev/null; }
  http POST "$admin/healthcheck/fail"; http POST "$admin/drain_listeners?graceful&inboundonly"; sleep "${MESHWRIGHT_DRAIN:-20}"
}
trap 'exit 0' TERM INT; case ${1:-} in drain) drain "${2:-}" ;;
seed | run | health) mkdir -p "${MESHWRIGHT_DIR:-.}" && cd "${MESHWRIGHT_DIR:-.}" && "$1" ;;
*) echo "usage: agent.sh seed|run|health|drain [now]" >&2; exit 2 ;; esac
