# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
#
# What the scripts share: where things are, how they speak, and when a step
# has nothing to do. Sourced, never run.

set -euo pipefail
export LC_ALL=C
# where depmod is, for users other than root
PATH=$PATH:/usr/sbin:/sbin
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=$top/out
selftests=$top/tools/testing/selftests/kvm/arm64

# Each knob has the value that was given, or its default; with defaults=1 all that say what
# is tested have that. default_machine: those that say on which machine have it.
default_machine=1 section=
while IFS= read -r line; do
	case $line in
	'' | '#'*) continue ;;
	'['*) section=$line && continue ;;
	esac
	knob=${line%%$'\t'*}
	line=${line#*$'\t'}
	line=${line%%$'\t'*}
	[ "${ARCH:-arm64}" = arm ] && line=${line#*|} || line=${line%|*}
	[ "$knob" != CPU ] || default_cpu=$line
	[ "${defaults:-0}$section" != '1[tested]' ] || unset "$knob"
	[ -n "${!knob:-}" ] || printf -v "$knob" %s "$line"
	case $section$knob in
	'[how]'* | *]SUBJECT | *]T | *]MEM | *]DEBUG | *]GUEST_KERNEL | *]CLIENTS) ;;
	*]MTE) [ "$MTE" != off ] || default_machine=0 ;;
	*) [ "${!knob}" = "$line" ] || default_machine=0 ;;
	esac
done <"$top/scripts/lib/knobs.list"
unset line knob section
: "${JOBS:=$(nproc)}"
# make changes the folder
case $CC in */*) CC=$(realpath -s -- "$CC") ;; esac

# shellcheck source=scripts/lib/arch.sh
. "$top/scripts/lib/arch.sh"

# What compilers, linkers and make say of something wrong, as a regular expression.
compiler_errors='error:|syntax error|Permission denied|undefined reference|multiple definition'

# A step of the set-up failed: one line that says what to do, exit 2.
die() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 2
}

# say VERB text...: one line per step.
say() {
	local verb=$1

	shift
	printf '  %-8s %s\n' "$verb" "$*"
}

# A command as one could type it, from the top of the repository.
shown() {
	local word line=

	for word; do
		word=${word//$top\//}
		case $word in
		*' '*) word="'$word'" ;;
		esac
		line+="${line:+ }$word"
	done
	printf '%s\n' "$line"
}

# attempt LOG command...: print the command, keep what it says in LOG (V=1 shows
# it too); its exit code.
attempt() {
	local log=$1 rc=0

	shift
	mkdir -p "$(dirname "$log")"
	printf '  + %s\n' "$(shown "$@")"
	if [ "$V" != 0 ]; then
		"$@" 2>&1 | tee "$log" || rc=$?
	else
		"$@" </dev/null >"$log" 2>&1 || rc=$?
	fi
	return $rc
}

# run LOG command...: the same, and show the end of LOG when it fails.
run() {
	local log=$1 rc=0

	shift
	attempt "$log" "$@" || rc=$?
	[ $rc -eq 0 ] && return 0
	grep -E -m 12 "$compiler_errors|^E: |[*]{3}" "$log" >&2 ||
		tail -n 20 "$log" >&2
	die "failed with exit code $rc: $(shown "$@") (all of its output: ${log#"$top"/})"
}

# in_group COMMAND...: start it in the background as a process group of its own, $!.
in_group() {
	set -m
	"$@" &
	set +m
}

# end_groups ID...: end process groups, each as a whole, if they still run.
end_groups() {
	local id

	for id; do
		kill -- "-$id" 2>/dev/null || true
	done
}

# digest path...: one hash of the names, the modes and the contents of all files
# below. The names are relative: a moved repository is no other input.
digest() {
	local paths=("${@#"$top"/}")

	(
		cd "$top"
		find "${paths[@]}" -type f ! -name '.*' -printf '%m %p\n' | sort
		find "${paths[@]}" -type f ! -name '.*' -print0 | sort -z |
			xargs -0 -r sha256sum
	) | sha256sum | cut -d ' ' -f 1
}

# fresh STAMP KEY: the step that wrote STAMP ran with the same input.
fresh() {
	[ -f "$1" ] && [ "$(cat "$1")" = "$2" ]
}

stamp() {
	mkdir -p "$(dirname "$1")"
	printf '%s\n' "$2" >"$1"
}

# The fragment that CONFIG= names: one of config.d, or a path.
config_fragment() {
	case $CONFIG in
	*/*) realpath -m -- "$CONFIG" ;;
	*) printf '%s\n' "$selftests/config.d/$CONFIG" ;;
	esac
}

# What the user gives for the build is there, and goes together.
require_knobs() {
	local machine

	[ -z "$CONFIG" ] || [ -f "$(config_fragment)" ] ||
		die "CONFIG=$CONFIG: give one of $(cd "$selftests/config.d" && echo *), or a path with a /"
	[ -z "$CONFIG_FILE" ] || [ -f "$CONFIG_FILE" ] ||
		die "CONFIG_FILE=$CONFIG_FILE is no file: give the path of a kernel's .config"
	[ -z "$CONFIG_FILE" ] || [ -z "$DEFCONFIG" ] ||
		die "DEFCONFIG= and CONFIG_FILE= exclude each other: give one"
	[ -n "$CC" ] || return 0
	command -v "$CC" >/dev/null ||
		die "CC=$CC is not there: give one program, by name or path"
	machine=$("$CC" -dumpmachine 2>/dev/null || true)
	case $("$CC" --version 2>/dev/null):$machine in
	*clang*) ;;
	*:"${cross%%-*}"*) ;;
	*) die "CC=$CC compiles for ${machine:-no machine it names}: give a compiler for ${cross%-}" ;;
	esac
}

# The name of the tree a subject is built in: one per subject, KDIR, configuration and CC.
# What is the user's is told by a hash.
subject_name() {
	local own='' config=$made

	case $CONFIG in
	'') ;;
	*/*) own+=:$(config_fragment) ;;
	*) config=-$CONFIG$made ;;
	esac

	case $SUBJECT in
	patched | control | mainline | unfixed) ;;
	stock-*)
		[ -z "$KDIR$CONFIG$DEFCONFIG$CONFIG_FILE$CC" ] ||
			die "SUBJECT=$SUBJECT is a kernel as shipped: no KDIR=, CONFIG=, DEFCONFIG=, CONFIG_FILE= or CC="
		;;
	*) die "SUBJECT=$SUBJECT: give patched, control, mainline or one of scripts/machine/stock.list" ;;
	esac
	require_knobs
	[ "$ARCH" = arm64 ] || [ -n "$KDIR" ] ||
		die "ARCH=$ARCH: say with KDIR= which tree, one from before 5.7"
	own+=${DEFCONFIG:+:defconfig:$DEFCONFIG}${CC:+:cc:$CC}
	own+=${CONFIG_FILE:+:file:$(realpath -m -- "$CONFIG_FILE")}
	[ -z "$KDIR$own" ] ||
		config=-$(printf '%s' "${KDIR:+$(realpath -m -- "$KDIR")}$own" | sha256sum |
			cut -c 1-8)$config
	printf '%s\n' "$SUBJECT$config"
}
