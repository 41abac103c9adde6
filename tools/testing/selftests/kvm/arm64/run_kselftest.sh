#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Runs the installed tests: KTAP on standard output, one result for each
# program, what the program says indented below it.
#
# Exit code: 0 all passed, 1 something failed or there was nothing to run,
# 4 everything was skipped.
set -eu

here=$(dirname "$0")
programs_dir=$here
required=
slow=1
list_only=
names=
part=1
parts=1

usage()
{
	cat <<-END
	usage: ${0##*/} [-h] [-l] [-r] [-s N] [-p I/N] [-t NAME]... [-d DIR] [FILTER...]
	  -h       this text
	  -l       list the cases, one "PROGRAM CASE" a line, run nothing
	  -r       required: a missing capability, or no /dev/kvm, is a failure,
	           not a skip
	  -s N     slow: all time limits are N times as long
	  -p I/N   part I of N that take about the same time, for several machines
	  -t NAME  run this program only; more than one may be given
	  -d DIR   where the programs are, if not beside this script
	  FILTER   run what matches: a clause (NISV, NISV-7), a case or a glob
	END
}

die()
{
	echo "${0##*/}: $*" >&2
	exit 1
}

# setting NAME: its value in the settings file
setting()
{
	sed -n "s/^$1=//p" "$here/settings"
}

# wanted PROGRAM: was it asked for with -t, or nothing?
wanted()
{
	[ -n "$names" ] || return 0
	case " $names " in
	*" $1 "*) return 0 ;;
	*) return 1 ;;
	esac
}

# within_timeout COMMAND...
within_timeout()
{
	if command -v timeout > /dev/null; then
		timeout "$program_timeout" "$@"
	else
		"$@"
	fi
}

indent()
{
	while IFS= read -r line || [ -n "$line" ]; do
		printf '  %s\n' "$line"
	done
}

# run_program PROGRAM [FILTER...]: leaves its exit code in $rc
run_program()
{
	prog=$1
	shift
	rc=$( {
		{
			code=0
			within_timeout "$programs_dir/$prog" $required \
				-s "$slow" -- "$@" 2>&1 \
				3>&- 4>&- || code=$?
			echo "$code" >&3
		} | indent >&4
	} 3>&1 )
} 4>&1

# report NUMBER PROGRAM CODE
report()
{
	case $3 in
	0) echo "ok $1 $2" ;;
	4) echo "ok $1 $2 # SKIP" ;;
	# what coreutils' timeout says, and what busybox's does
	124 | 143) echo "not ok $1 $2 # TIMEOUT $program_timeout seconds" ;;
	*) echo "not ok $1 $2 # exit=$3" ;;
	esac
}

# in_part PROGRAM...: those that part $part of $parts has to run, in their order. The
# longest are shared out first, each to the part that has the least to do.
in_part()
{
	i=0
	while [ "$i" -lt "$parts" ]; do
		i=$((i + 1))
		eval "load_$i=0"
	done
	lighter=
	mine=" $(
		for prog; do
			time=$(setting "time_$prog")
			echo "${time:-1} $prog"
		done | sort -s -r -n -k 1,1 | while read -r time prog; do
			least=1
			i=1
			while [ "$i" -lt "$parts" ]; do
				i=$((i + 1))
				eval "lighter=\$((load_$i < load_$least))"
				[ "$lighter" = 0 ] || least=$i
			done
			eval "load_$least=\$((load_$least + time))"
			[ "$least" != "$part" ] || printf '%s ' "$prog"
		done
	)"
	for prog; do
		case $mine in
		*" $prog "*) printf ' %s' "$prog" ;;
		esac
	done
}

while getopts hlrs:p:t:d: opt; do
	case $opt in
	h) usage; exit 0 ;;
	l) list_only=1 ;;
	r) required=-r ;;
	s) slow=$OPTARG ;;
	p) part=${OPTARG%%/*} parts=${OPTARG#"$part"} parts=${parts#/} ;;
	t) names="$names $OPTARG" ;;
	d) programs_dir=$OPTARG ;;
	*) usage >&2; exit 1 ;;
	esac
done
shift $((OPTIND - 1))

[ -r "$programs_dir/programs" ] || die "no $programs_dir/programs"
[ "$slow" -gt 0 ] 2> /dev/null || die "-s $slow: not a number of times"
if ! [ "$part" -ge 1 ] 2> /dev/null || ! [ "$parts" -ge "$part" ] 2> /dev/null; then
	die "-p $part/$parts: not a part of a number of parts"
fi
program_timeout=$(($(setting timeout) * slow))

for name in $names; do
	grep -qx "$name" "$programs_dir/programs" || die "no program $name"
done

# A program that can't even list its cases stays in, to fail.
programs=
while IFS= read -r prog; do
	programs="$programs $prog"
done < "$programs_dir/programs"

selected=
# shellcheck disable=SC2086 # names, one word each
for prog in $(in_part $programs); do
	wanted "$prog" || continue
	cases=$("$programs_dir/$prog" -l -- "$@" < /dev/null) || cases="?"
	# a library may have said something before; names have no spaces
	cases=$(echo "$cases" | grep -v ' ') || continue
	[ -n "$cases" ] || continue
	selected="$selected $prog"
	[ -z "$list_only" ] || echo "$cases" | sed "s/^/$prog /"
done

[ -n "$selected" ] || die "no case matches"
[ -z "$list_only" ] || exit 0

count=0
for prog in $selected; do
	count=$((count + 1))
done

echo "KTAP version 1"
echo "1..$count"

number=0
failed=0
skipped=0
for prog in $selected; do
	number=$((number + 1))
	run_program "$prog" "$@" < /dev/null
	report "$number" "$prog" "$rc"
	case $rc in
	0) ;;
	4) skipped=$((skipped + 1)) ;;
	*) failed=1 ;;
	esac
done

[ "$failed" = 0 ] || exit 1
[ "$skipped" != "$count" ] || exit 4
