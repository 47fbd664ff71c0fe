# What the daemon is asked, it is asked once, for all sections that go by it.

docker_cli() {
  limited docker "$@"
}

# kept BYTES COMMAND...: what a command prints, more than its section may have so that this is cut and says so; behind it in a line of our own its status, and what it says of errors. A daemon that let one command run into its limit is not asked again.
# Descriptors: 4 what is said about the answer, 5 its output on the way to the cap, 6 what is kept.
kept() {
  kept_most=$1
  shift
  {
    if [ -n "$daemon_hangs" ]; then
      kept_about="124
the daemon did not answer an earlier command within the time limit"
    else
      kept_about=$(
        {
          {
            {
              "$@"
              printf '%s\n' "$?" >&4
            } 2>&1 1>&5 | tail -c 2000 1>&4
          } 5>&1 | head -c "$kept_most" 1>&6
        } 4>&1
      )
    fi
    printf '\n%s %s\n' "$mark" "$kept_about"
  } 6>&1
}

# told ANSWER: prints what was kept, says its errors and ends with its status.
told() {
  printf '%s\n' "$1" | awk -v mark="$mark " '
    !ended && index($0, mark) == 1 { ended = 1; status = substr($0, length(mark) + 1); next }
    $0 == "" { next }
    ended { print >"/dev/stderr"; next }
    { print }
    END { exit ended ? status : 1 }'
}

# Whether an answer came too late.
hangs() {
  case $1 in
    *"$nl$mark 124$nl"* | *"$nl$mark 137$nl"*) daemon_hangs=yes ;;
  esac
}

ask_version() {
  version=$(kept 131072 docker_cli version --format '{{json .}}')
  hangs "$version"
}

# What the daemon says of itself: "json ALL", then what other sections go by. Clients before 28.1 end with success when it
# has said nothing, and answer in its place: they do not print "known".
ask_info() {
  info=$(kept 2097152 docker_cli info --format 'json {{json .}}{{if .ID}}{{println}}known{{println}}root {{.DockerRootDir}}{{println}}driver {{.Driver}}{{println}}swarm {{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}{{range .Runtimes}}{{println}}runtime {{.Path}}{{end}}{{end}}')
  hangs "$info"
}

# docker_info WORD: one of these; fails where the daemon did not answer.
docker_info() {
  info_told=$(told "$info") || return $?
  case $info_told in
    *"${nl}known"*) printf '%s\n' "$info_told" | sed -n "s/^$1 //p" ;;
    *) return 1 ;;
  esac
}

# docker_containerd Address|Containers: what the daemon says of the containerd that it uses, its socket or its namespace of
# containers; clients before 27.0 know nothing of it.
docker_containerd() {
  told "$info" 2>/dev/null | sed -n "s/^json .*\"Containerd\":{[^}]*\"$1\":\"\([^\"]*\)\".*/\1/p"
}

# Environment values, commands and labels stay on the host: none is in the format but the labels that name an owner.
# Behind "run" the number of the first process, the image, and a colon with the layers of one that does not run and whose
# user is not plainly root; behind "mount" what is mounted from the host.
ask_containers() {
  # shellcheck disable=SC2016 # the dollars are the template's
  containers=$(kept 67108864 all_of container 'json {"Id":{{json .ID}},"Name":{{json .Name}},"Image":{{json .Image}},"Created":{{json .Created}},"State":{"Status":{{json .State.Status}},"Running":{{json .State.Running}},"Pid":{{json .State.Pid}},"Health":{{if .State.Health}}{{json .State.Health.Status}}{{else}}null{{end}}},"Config":{"Image":{{json .Config.Image}},"User":{{json .Config.User}},"ExposedPorts":{{json .Config.ExposedPorts}},"HealthTest":{{if .Config.Healthcheck}}{{json .Config.Healthcheck.Test}}{{else}}null{{end}}},"Labels":{"project":{{json (index .Config.Labels "com.docker.compose.project")}},"composeService":{{json (index .Config.Labels "com.docker.compose.service")}},"swarmService":{{json (index .Config.Labels "com.docker.swarm.service.name")}},"composeFiles":{{json (index .Config.Labels "com.docker.compose.project.config_files")}},"pod":{{json (index .Config.Labels "io.kubernetes.pod.name")}},"namespace":{{json (index .Config.Labels "io.kubernetes.pod.namespace")}},"podContainer":{{json (index .Config.Labels "io.kubernetes.container.name")}},"podUid":{{json (index .Config.Labels "io.kubernetes.pod.uid")}}},"AppArmorProfile":{{json .AppArmorProfile}},"ProcessLabel":{{json .ProcessLabel}},"Mounts":{{json .Mounts}},"Ports":{{json .NetworkSettings.Ports}},"Networks":[{{range $name, $endpoint := .NetworkSettings.Networks}}{{json $name}},{{end}}null],"HostConfig":{"Runtime":{{json .HostConfig.Runtime}},"Privileged":{{json .HostConfig.Privileged}},"CapAdd":{{json .HostConfig.CapAdd}},"CapDrop":{{json .HostConfig.CapDrop}},"SecurityOpt":{{json .HostConfig.SecurityOpt}},"NetworkMode":{{json .HostConfig.NetworkMode}},"PidMode":{{json .HostConfig.PidMode}},"IpcMode":{{json .HostConfig.IpcMode}},"UTSMode":{{json .HostConfig.UTSMode}},"UsernsMode":{{json .HostConfig.UsernsMode}},"CgroupParent":{{json .HostConfig.CgroupParent}},"ReadonlyPaths":{{json .HostConfig.ReadonlyPaths}},"Devices":{{json .HostConfig.Devices}},"DeviceCgroupRules":{{json .HostConfig.DeviceCgroupRules}},"DeviceRequests":{{json .HostConfig.DeviceRequests}},"Ulimits":{{json .HostConfig.Ulimits}},"PidsLimit":{{json .HostConfig.PidsLimit}},"PublishAllPorts":{{json .HostConfig.PublishAllPorts}},"LogType":{{json .HostConfig.LogConfig.Type}},"LogAddresses":{"syslog-address":{{json (index .HostConfig.LogConfig.Config "syslog-address")}},"gelf-address":{{json (index .HostConfig.LogConfig.Config "gelf-address")}},"fluentd-address":{{json (index .HostConfig.LogConfig.Config "fluentd-address")}},"splunk-url":{{json (index .HostConfig.LogConfig.Config "splunk-url")}},"awslogs-endpoint":{{json (index .HostConfig.LogConfig.Config "awslogs-endpoint")}}},"ReadonlyRootfs":{{json .HostConfig.ReadonlyRootfs}},"Memory":{{json .HostConfig.Memory}},"MemorySwap":{{json .HostConfig.MemorySwap}},"NanoCpus":{{json .HostConfig.NanoCPUs}},"CpuShares":{{json .HostConfig.CPUShares}},"CpuQuota":{{json .HostConfig.CPUQuota}},"CpuPeriod":{{json .HostConfig.CPUPeriod}},"CpusetCpus":{{json .HostConfig.CpusetCpus}},"RestartPolicy":{{json .HostConfig.RestartPolicy}},"PortBindings":{{json .HostConfig.PortBindings}}}}
run {{.ID}} {{.State.Pid}} {{.Image}} {{if and (eq .State.Pid 0) (not (eq .Config.User "" "root" "0"))}}:{{with .GraphDriver}}{{with .Data}}{{index . "UpperDir"}}:{{index . "LowerDir"}}{{end}}{{end}}{{end}}{{range .Mounts}}
mount {{json .Source}}{{end}}')
  hangs "$containers"
}

# container_runs: of every container "ID PID IMAGE LAYERS", the number 0 for one that does not run.
container_runs() {
  runs_told=$(told "$containers") || return $?
  printf '%s\n' "$runs_told" | sed -n 's/^run //p'
}

# Of environment variables only the names: of those that have a value, and of those whose value is an address with a
# password. No client knows every field by its name: one that is asked for by index is looked up in the answer as it came.
ask_images() {
  # shellcheck disable=SC2016 # the dollars are the template's
  images=$(kept 33554432 all_of image 'json {"Id":{{json (index . "Id")}},"RepoTags":{{json (index . "RepoTags")}},"RepoDigests":{{json (index . "RepoDigests")}},"Identity":{{json (index . "Identity")}},"Created":{{json (index . "Created")}},"Size":{{json (index . "Size")}},"User":{{with index . "Config"}}{{json (index . "User")}}{{else}}null{{end}},"Healthcheck":{{with index . "Config"}}{{json (index . "Healthcheck")}}{{else}}null{{end}},"Env":[{{with index . "Config"}}{{range index . "Env"}}{{$pair := split . "="}}{{if gt (len $pair) 1}}{{if index $pair 1}}{{json (index $pair 0)}},{{end}}{{end}}{{end}}{{end}}null],"EnvLogins":[{{with index . "Config"}}{{range index . "Env"}}{{$text := lower .}}{{$url := split . "://"}}{{$held := or (gt (len (split $text "@tcp(")) 1) (gt (len (split $text ";password=")) 1) (gt (len (split $text "?password=")) 1) (gt (len (split $text "&password=")) 1)}}{{if gt (len $url) 1}}{{$login := split (index (split (index $url 1) "/") 0) "@"}}{{if gt (len $login) 1}}{{if gt (len (split (index $login 0) ":")) 1}}{{$held = true}}{{end}}{{end}}{{end}}{{if $held}}{{json (index (split . "=") 0)}},{{end}}{{end}}{{end}}null]}')
  hangs "$images"
}

ask_networks() {
  networks=$(kept 8388608 all_of network 'json {"Id":{{json .ID}},"Name":{{json .Name}},"Driver":{{json .Driver}},"Internal":{{json .Internal}},"Options":{{json .Options}}}')
  hangs "$networks"
}

# Behind "device" and "options" what a volume mounts by itself.
ask_volumes() {
  volumes=$(kept 8388608 all_of volume 'json {"Name":{{json .Name}},"Driver":{{json .Driver}},"Options":{{json .Options}}}{{with .Options}}
device {{index . "device"}}
options {{index . "o"}}{{end}}')
  hangs "$volumes"
}

# objects_of ANSWER: the objects in it, as JSON, one a line.
objects_of() {
  objects_told=$(told "$1")
  objects_status=$?
  [ -z "$objects_told" ] || printf '%s\n' "$objects_told" | sed -n 's/^json //p'
  return "$objects_status"
}

# all_of KIND FORMAT: the ids of everything of a kind behind "listed", then each in a format. What is removed after it was
# listed is not missed: it is gone.
all_of() {
  all_ids=$(ids_of "$1") || return $?
  [ -z "$all_ids" ] || printf '%s\n' "$all_ids" | sort -u | sed 's/^/listed /'
  # One that lost its tag after others were built on it is taken for a step of theirs, and not listed.
  [ "$1" != image ] || all_ids=$(printf '%s\n' "$all_ids" && container_runs 2>/dev/null | cut -d ' ' -f 3)
  all_ids=$(printf '%s\n' "$all_ids" | sort -u)
  [ -n "$all_ids" ] || return 0
  {
    # shellcheck disable=SC2086 # one argument an id
    all_errors=$(docker_cli "$1" inspect --format "$2" $all_ids 2>&1 >&7 7>&-)
    all_status=$?
  } 7>&1
  [ "$all_status" -ne 0 ] || return 0
  if [ "$all_status" -eq 1 ] && [ -n "$all_errors" ] && all_left=$(ids_left "$1"); then
    all_gone=$(printf '%s\n' "$all_ids" | grep -v -x -F -e "${all_left:-none}")
    # A failure that is about none of those that went is one.
    [ -z "$all_gone" ] || printf '%s\n' "$all_errors" | grep -q -v -F -e "$all_gone" || return 0
  fi
  printf '%s\n' "$all_errors" >&2
  return "$all_status"
}

# Ids, or names, of everything of a kind: container, image, network, volume or service.
ids_of() {
  case $1 in
    # Clients from 29.0 on leave out images without a tag unless they are asked for all, and all would include the
    # steps of old builds, but for this filter.
    image) docker_cli image ls -aq --no-trunc -f dangling=false && docker_cli image ls -aq --no-trunc -f dangling=true ;;
    *) ids_left "$1" ;;
  esac
}

# The same, with the steps of old builds among the images.
ids_left() {
  case $1 in
    container | image) docker_cli "$1" ls -aq --no-trunc ;;
    network) docker_cli network ls -q --no-trunc ;;
    *) docker_cli "$1" ls -q ;;
  esac
}
