# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
#
# An apt state of our own per Debian suite: the machine's mirrors and keyrings, packages
# for the host under test. Sourced after common.sh, never run.

# apt_state SUITE [--only]: make it, private_apt then uses it. --only: without the
# machine's own release beside SUITE.
#
# Check-Valid-Until: an archived suite is not signed anew; its signature holds.
apt_state() {
	local suite=$1

	apt_state=$out/apt/$suite$made
	mkdir -p "$apt_state"/{lists,cache,sources}
	"$top/scripts/apt-sources" "${@:2}" "$suite" >"$apt_state/sources/base.sources"
	cat >"$apt_state/apt.conf" <<-CONF
		Dir::Etc::SourceList "/dev/null";
		Dir::Etc::SourceParts "$apt_state/sources";
		Dir::State::Lists "$apt_state/lists";
		Dir::State::Status "/dev/null";
		Dir::Cache "$apt_state/cache";
		APT::Architecture "$debian_arch";
		APT::Architectures "$debian_arch";
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
