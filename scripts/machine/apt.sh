# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
#
# An apt state of our own per Debian suite: the machine's mirrors and keyrings, nothing
# counts as installed. Sourced after common.sh, never run.

# apt_state SUITE [--only]: make the state for packages of the host under test, private_apt
# then uses it. --only: without the machine's own release beside SUITE.
apt_state() {
	new_apt_state "$1$made" "$debian_arch" "${@:2}" "$1"
}

# machine_apt_state SUITE: the same for packages that run on this machine. The newest version
# of a package is taken, whether it is a backport or not.
machine_apt_state() {
	local arch

	arch=$(dpkg --print-architecture)
	new_apt_state "$1-$arch" "$arch" --only "$1"
	printf '%s\n' 'Package: *' 'Pin: release *' 'Pin-Priority: 500' >"$apt_state/preferences"
}

# new_apt_state NAME ARCHITECTURE ARGUMENT...: with the sources that apt-sources gives.
#
# Check-Valid-Until: an archived suite is not signed anew; its signature holds.
new_apt_state() {
	local arch=$2

	apt_state=$out/apt/$1
	mkdir -p "$apt_state"/{lists,cache,sources}
	"$top/scripts/machine/apt-sources" "${@:3}" >"$apt_state/sources/base.sources"
	cat >"$apt_state/apt.conf" <<-CONF
		Dir::Etc::SourceList "/dev/null";
		Dir::Etc::SourceParts "$apt_state/sources";
		Dir::Etc::Preferences "$apt_state/preferences";
		Dir::Etc::PreferencesParts "/dev/null";
		Dir::State::Lists "$apt_state/lists";
		Dir::State::Status "/dev/null";
		Dir::State::extended_states "/dev/null";
		Dir::Cache "$apt_state/cache";
		Debug::NoLocking "true";
		APT::Architecture "$arch";
		APT::Architectures "$arch";
		APT::Sandbox::User "root";
		Acquire::Languages "none";
		Acquire::Check-Valid-Until "false";
	CONF
}

# private_apt COMMAND...: an apt-get of that state.
private_apt() {
	APT_CONFIG=$apt_state/apt.conf run "$out/log/fetch-$1.log" apt-get -q "$@"
}

# private_cache COMMAND...: an apt-cache of that state.
private_cache() {
	APT_CONFIG=$apt_state/apt.conf apt-cache "$@"
}
