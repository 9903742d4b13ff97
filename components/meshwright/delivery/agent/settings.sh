# Settings: environment variables with their defaults. Times are in seconds.
#   MESHWRIGHT_SOURCE     file or http URL of the bundle
#   MESHWRIGHT_DIR        state folder, which is Envoy's working directory (.)
#   MESHWRIGHT_ADMIN      Envoy's admin address (127.0.0.1:9901)
#   MESHWRIGHT_ENVOY_LOG  Envoy's log, in which reasons of refusals are looked up; absent: no log is read
#   MESHWRIGHT_POLL       time between two looks at the source (a file 0.2, a URL 5)
#   MESHWRIGHT_WARM       how long to wait for new clusters before the reason is reported (30)
#   MESHWRIGHT_LINGER     how long to wait for requests to clusters that are removed (30)
#   MESHWRIGHT_SEED       how long `seed` waits for a bundle (60)
#   MESHWRIGHT_NAME       name by which callers find this task; absent: `drain` does not wait until they find others
#   MESHWRIGHT_HOLD       how long `drain` waits at most until that name no longer leads here (70)
#   MESHWRIGHT_RESOLVE    how long callers may still use an older answer for that name (20)
#   MESHWRIGHT_DRAIN      how long `drain` waits after the health checks have been failed (20)
#   MESHWRIGHT_FETCH      command that is called with GET or POST and a URL; absent: wget, else curl

# The agent's own requests do not go through the mesh.
unset http_proxy HTTP_PROXY all_proxy ALL_PROXY https_proxy HTTPS_PROXY
# No expansion of file names; an unset variable is an error.
set -uf
export LC_ALL=C

# The formats of bundles that this agent reads.
readonly FORMATS="1 2"

# What functions return beside 0.
readonly REFUSED=1
readonly OVERTAKEN=2
readonly ENVOY_GONE=3
readonly NO_ROOM=4

source_address=${MESHWRIGHT_SOURCE:-}
admin=http://${MESHWRIGHT_ADMIN:-127.0.0.1:9901}
state_folder=${MESHWRIGHT_DIR:-.}
envoy_log=${MESHWRIGHT_ENVOY_LOG:-}
warm_seconds=${MESHWRIGHT_WARM:-30}
linger_seconds=${MESHWRIGHT_LINGER:-30}
seed_seconds=${MESHWRIGHT_SEED:-60}
task_name=${MESHWRIGHT_NAME:-}
hold_seconds=${MESHWRIGHT_HOLD:-70}
resolve_seconds=${MESHWRIGHT_RESOLVE:-20}
drain_seconds=${MESHWRIGHT_DRAIN:-20}

# A relative path is relative to where the agent is started, not to the state folder.
remote=
case $source_address in
    http://* | https://*)
        remote=yes
        ;;
    /*) ;;
    *)
        source_address=$PWD/$source_address
        ;;
esac

# How often the agent looks at the source, and after how many looks it compares with Envoy.
if [ "$remote" ]; then
    poll_seconds=${MESHWRIGHT_POLL:-5}
    looks_between_comparisons=1
else
    poll_seconds=${MESHWRIGHT_POLL:-0.2}
    looks_between_comparisons=20
fi

no_room_text="cannot write to $state_folder: is the disk full?"
