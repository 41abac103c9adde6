# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
#
# What every build of a kernel needs: the architecture, the cross compiler behind ccache, and
# nothing of this machine or moment in the result. Sourced after common.sh, never run.
#
# Objects go below the source: make then names the source "..", the same in each
# tree, and ccache compiles what the trees share once. Not in its depend mode, which
# does not see that an .S file includes another by .incbin; the namespace is a new one
# whenever what an earlier version kept must not be used.

export CCACHE_DIR=$out/ccache CCACHE_NAMESPACE=2 CCACHE_MAXSIZE=2G CCACHE_NOHASHDIR=1
export CCACHE_SLOPPINESS=include_file_mtime,include_file_ctime,time_macros
export KBUILD_BUILD_USER=kvm KBUILD_BUILD_HOST=selftest
export KBUILD_BUILD_TIMESTAMP='Thu Jan  1 00:00:00 UTC 1970'
export GIT_CEILING_DIRECTORIES=$out/trees

# kernel_make TREE OBJECTS: leaves in the array kmake how make is called for it. All is
# on the command line, as a vendor's Makefile may set another ARCH than ours.
# -fcommon: tools of old trees define a variable in several files. W=1 is for the review, which
# finds most of its objects in ccache then; a tree of the user's may make errors of warnings.
# cmd_checkdoc is what W=1 does beside: a Perl script that reads each source.
kernel_make() {
	# shellcheck disable=SC2034 # for who sources this
	kmake=(make -C "$1" "O=$2" "ARCH=$ARCH" "CROSS_COMPILE=$cross"
		"CC=ccache ${CC:-${cross}gcc}" "HOSTCC=ccache gcc -fcommon" "-j$JOBS")
	[ -n "$KDIR" ] || kmake+=(W=1 cmd_checkdoc=)
}
