# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
#
# What depends on the host that is tested, ARCH=: a 64-bit one, or arm, a 32-bit one.
# Sourced by common.sh, never run.
#
# made: the end of the names, under out/, of what there is one of for each.

case $ARCH in
arm64)
	cross=aarch64-linux-gnu-
	qemu_program=qemu-system-aarch64
	known_cpu=cortex-a57
	kernel_image=Image
	# There is no module, but what an out-of-tree one is linked against comes with it.
	kernel_targets=(Image modules)
	debian_arch=arm64
	made=
	;;
arm)
	# The compiler for hard float fails what old trees ask of it.
	cross=arm-linux-gnueabi-
	qemu_program=qemu-system-arm
	known_cpu=cortex-a15
	kernel_image=zImage
	kernel_targets=(zImage)
	debian_arch=armel
	made=-arm
	# There is none for such hosts.
	WITNESS=0
	;;
*)
	printf '%s: ARCH=%s: give arm64 or arm\n' "${0##*/}" "$ARCH" >&2
	exit 2
	;;
esac

# QEMU=: the path of another one, or the name of one that scripts/machine/qemu fetches.
case ${QEMU:=} in
'') qemu_system=$qemu_program ;;
*/*) qemu_system=$(realpath -m -- "$QEMU") ;;
*) qemu_system=$out/qemu/$QEMU/$qemu_program ;;
esac
