# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
#
# The configuration of a kernel under test: that of the tests, the smallest there is, or one
# of the user's with what the tests need on top. Sourced by build-kernel after kbuild.sh, which has
# set tree, objects, fragment and name.

# Where the configuration is from, for messages.
config_origin() {
	if [ -n "$DEFCONFIG" ]; then
		printf 'DEFCONFIG=%s' "$DEFCONFIG"
	elif [ -n "$CONFIG_FILE" ]; then
		printf 'CONFIG_FILE=%s' "$CONFIG_FILE"
	else
		printf 'the small configuration of the tests'
	fi
	[ -z "$CONFIG" ] || printf ' and CONFIG=%s' "$CONFIG"
}

own_config() {
	[ -n "$DEFCONFIG$CONFIG_FILE" ]
}

# What the tests ask of a configuration.
make_fragment() {
	cat "$selftests/config${made/-/.}"
	! own_config || cat "$selftests/config.own"
	[ -z "$CONFIG" ] || cat "$(config_fragment)"
}

known() {
	grep -rqsE --include='Kconfig*' \
		"^[[:space:]]*(menu)?config ${1#CONFIG_}\$" "$tree"
}

# holds OPTION=VALUE: the result has it; =n is an option that is not set.
holds() {
	case $1 in
	*=n) [ -z "$(sed -n "/^${1%%=*}=/p" "$objects/.config")" ] ;;
	*) grep -qxF -- "$1" "$objects/.config" ;;
	esac
}

# Every option must come out as it was asked for. In a group of the fragment whose
# comment says "where the tree has it", one that the tree does not know is let go; in one
# that says "a tree may differ" any, of a tree of the user's.
check_config() {
	local line above='' optional=0 bad=0

	while IFS= read -r line; do
		case $line in
		'' | '#'*)
			case $above in '#'*) ;; *) optional=0 ;; esac
			case $line in
			*'where the tree has it'*) optional=1 ;;
			*'a tree may differ'*) optional=2 ;;
			esac
			;;
		*)
			if ! holds "$line" && ! { [ $optional = 2 ] && [ -n "$KDIR" ]; }; then
				if known "${line%%=*}"; then
					printf '%s was asked for, but came out as: %s\n' "$line" \
						"$(grep -E "^(# )?${line%%=*}[ =]" "$objects/.config" ||
							echo 'not there, a dependency is missing')" >&2
					bad=1
				elif [ $optional != 1 ]; then
					printf '%s: this tree has no such option\n' "$line" >&2
					bad=1
				fi
			fi
			;;
		esac
		above=$line
	done <"$fragment"
	[ $bad = 0 ] || die "$(config_origin): the tests need the options above: $(other_ways)"
}

# What a user may give instead, in one line.
other_ways() {
	local ways=()

	if [ -n "$KDIR" ] && ! own_config; then
		ways+=("the tree's own configuration (DEFCONFIG=name or CONFIG_FILE=/path/to/.config)")
	fi
	ways+=("options of yours (CONFIG=/path/to/fragment)")
	[ -n "$CC" ] || ways+=("another compiler (CC=)")
	printf 'try %s' "${ways[0]}"
	[ ${#ways[@]} = 1 ] || printf ', or %s' "${ways[@]:1}"
	printf '\n'
}

# The tree's own, without what is a module there: nobody would load it.
own_base() {
	if [ -n "$CONFIG_FILE" ]; then
		cp -- "$CONFIG_FILE" "$objects/.config"
	else
		[ -f "$tree/arch/$ARCH/configs/$DEFCONFIG" ] ||
			die "DEFCONFIG=$DEFCONFIG is not in arch/$ARCH/configs, which has:" \
				"$(cd "$tree/arch/$ARCH/configs" && find . -type f -printf '%P ')"
		run "$out/log/defconfig-$name.log" "${kmake[@]}" "$DEFCONFIG"
	fi
	sed -i 's/=m$/=n/' "$objects/.config"
	cat "$fragment" >>"$objects/.config"
}

configure() {
	mkdir -p "$objects"
	if own_config; then
		own_base
		run "$out/log/config-$name.log" "${kmake[@]}" olddefconfig
	else
		KCONFIG_ALLCONFIG=$fragment \
			run "$out/log/config-$name.log" "${kmake[@]}" allnoconfig
	fi
	check_config
}

# first_error LOG: the line of the compiler, the linker or make that says what is wrong.
first_error() {
	grep -E -m 1 "$compiler_errors|No rule to make target" "$1" ||
		grep -E -m 1 '[*]{3}' "$1" || tail -n 1 "$1"
}
