# A minimal Debian 12 in a folder of its own, for scripts that prove something there: sourced after lib.sh, not run.
# shellcheck shell=bash
# The proxy settings of this machine's apt and its *_proxy variables hold inside too; nothing else of this machine does.
root=
keep=${keep:-no}

# make_root MIRROR TAR PACKAGE...: leaves it in $root until the script ends. Without a mirror the one where this machine's apt finds
# bookworm, else deb.debian.org. With a tar it is unpacked from there, or kept there for the next time.
make_root() {
  local mirror=$1 tar=$2 began=$SECONDS
  shift 2
  [ "$(id -u)" -eq 0 ] || die "needs root"
  have debootstrap unshare || die "needs debootstrap and unshare (apt-get install debootstrap util-linux)"
  if [ -z "$mirror" ] && have apt-get; then
    # shellcheck disable=SC2016 # expanded by apt-get
    mirror=$(apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
      awk '$1 == "bookworm" && $2 == "main" { print $3; exit }')
  fi
  mirror=${mirror:-http://deb.debian.org/debian}
  root=$(mktemp -d)
  trap remove_root EXIT
  trap 'exit 130' INT TERM
  if [ -n "$tar" ] && [ -f "$tar" ]; then
    say "unpacking the minimal root of $tar"
    tar -xf "$tar" -C "$root"
  else
    say "making a minimal Debian 12 root from $mirror"
    debootstrap --variant=minbase ${1:+--include="$*"} bookworm "$root" "$mirror" >"$root.log" 2>&1 ||
      { tail -n 20 "$root.log" >&2 && die "debootstrap failed, see $root.log"; }
    rm -f "$root.log"
    chmod 755 "$root"
    inside apt-get clean
    [ -z "$tar" ] || tar -cf "$tar" -C "$root" .
  fi
  apt-config dump --no-empty --format '%f "%v";%n' 2>/dev/null |
    grep -E '^Acquire::(https?::Proxy|Check-(Date|Valid-Until)) ' >"$root/etc/apt/apt.conf.d/90outside" || true
  say "the root took $((SECONDS - began)) s"
}

remove_root() {
  if [ "$keep" = yes ]; then say "the root is in $root"; else rm -rf --one-file-system "$root"; fi
}

# inside COMMAND...: runs it in the root as a newly installed machine would. Its mounts and processes end with it.
inside() {
  local name environment=(PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb)
  for name in http_proxy https_proxy no_proxy; do
    [ -z "${!name:-}" ] || environment+=("$name=${!name}")
  done
  # shellcheck disable=SC2016 # expanded by the inner shell
  unshare --mount --pid --fork --kill-child sh -c 'mount -t proc proc "$0/proc" && exec chroot "$0" env -i "$@"' \
    "$root" "${environment[@]}" "$@" </dev/null
}
