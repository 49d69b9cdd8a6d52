# shellcheck shell=sh
# A planner in a process of its own, in a few lines of shell with sed, for synergy-sim --planner-command:
#
#   synergy-sim --planner-command "sh scripts/examples/one_device.sh" run w1 --planner one_device
#
# Everything on the first accelerator that is named. It may not fit, or an app may not sense there: then the plan is infeasible, and
# the program says why. A line of JSON in, a line of JSON out (scenarios/EXTENDING.md).
while IFS= read -r question; do
  case $question in
    *'"ask":"describe"'*)
      echo '{"protocol":1,"name":"one_device","description":"whole models, all on the first accelerator"}'
      ;;
    *)
      # An app begins with its name, model and number of layers; the first source, target and accelerator follow.
      apps=$(printf '%s\n' "$question" | sed 's/,"plan_in_force":.*//; s/.*"apps":\[//; s/\],"tables":.*//; s/{"name":"\([^"]*\)","model"/\
&/g' | sed -n 's/^{"name":"\([^"]*\)","model":"[^"]*","layers":\([0-9]*\),.*"sources":\[{"device":"\([^"]*\)".*"targets":\[{"device":"\([^"]*\)".*"accelerators":\[{"device":"\([^"]*\)".*/{"app":"\1","source":"\3","target":"\4","segments":[{"device":"\5","first":0,"last":LAST\2}]}/p' |
        while IFS= read -r app; do
          layers=${app##*LAST}
          layers=${layers%%\}*}
          printf '%s%s}]},' "${app%LAST*}" $((layers - 1))
        done)
      printf '{"plan":{"apps":[%s]}}\n' "${apps%,}"
      ;;
  esac
done
