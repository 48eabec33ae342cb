#!/bin/bash
# unpack.sh DIR: unpacks Debian sid's Asterisk 22, its English prompts and SIPp under DIR/root. Nothing is installed, no
# chroot, no mount, no root needed; about 12 s, 91 MB to fetch, 300 MB on disk. Called by provision.ts, which decides
# whether the result is to be kept. Exit codes: 3 = the mirror does not offer an acceptable version, 1 = anything else.
set -euo pipefail
target=$(realpath -m "$1")
work="$target.unpack.$$"
trap 'rm -rf "$work"' EXIT

# The mirror that this machine uses already; sid is only asked for by name.
mirror=$(apt-get indextargets --format '$(REPO_URI) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null |
  awk '$2 == "main" && $1 ~ /\/debian\/?$/ { print $1; exit }')
if [ -z "$mirror" ]; then
  echo "apt knows no Debian mirror: set one up in /etc/apt/sources.list.d" >&2
  exit 1
fi

mkdir -p "$work"/{state/lists/partial,cache/archives/partial,etc/apt.conf.d,etc/preferences.d,root}
: >"$work/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" >"$work/etc/sources.list"
cat >"$work/apt.conf" <<CONF
Dir::State "$work/state";
Dir::State::status "$work/status";
Dir::Cache "$work/cache";
Dir::Etc "$work/etc";
Dir::Etc::sourcelist "$work/etc/sources.list";
Dir::Etc::sourceparts "-";
Dir::Log "$work";
APT::Install-Recommends "false";
APT::Sandbox::User "$(id -un)";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false";
Acquire::Retries "3";
pkgCacheGen::ForceEssential ",";
CONF
export APT_CONFIG="$work/apt.conf"

fail() {
  tail -n 5 "$work/log" >&2
  exit 1
}
apt-get -q update >"$work/log" 2>&1 || fail

offered=$(apt-cache madison asterisk | awk '{ print $3; exit }')
upstream=${offered#*:}
if [ -z "$offered" ] || dpkg --compare-versions "$upstream" lt 22.10.1 || dpkg --compare-versions "$upstream" ge 23~; then
  echo "Debian sid offers asterisk ${offered:-(none)}; Boda wants 22.10.1 or newer and below 23" >&2
  exit 3
fi
apt-get -y -q --download-only install asterisk asterisk-core-sounds-en sip-tester >>"$work/log" 2>&1 || fail
for package in "$work"/cache/archives/*.deb; do dpkg -x "$package" "$work/root"; done
# Maintainer scripts did not run; this link is theirs.
ln -sfn en_US_f_Allison "$work/root/usr/share/asterisk/sounds/en"
mkdir -p "$target"
rm -rf "$target/root"
mv "$work/root" "$target/root"
