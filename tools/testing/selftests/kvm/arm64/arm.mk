# SPDX-License-Identifier: GPL-2.0
# The tests that 32-bit arm hosts have, from the sources of those of arm64. Their
# guests execute A32 and T32. The others execute A64, or look at ID registers,
# which such a host does not virtualise.

TEST_GEN_PROGS += vm_caps
TEST_GEN_PROGS += nisv_aarch32
TEST_GEN_PROGS += nisv_walks32
TEST_GEN_PROGS += ext_dabt
TEST_GEN_PROGS += ext_dabt_invalid
TEST_GEN_PROGS += ext_dabt_stress
TEST_GEN_PROGS += ext_dabt_aarch32

COMMON_SRCS	:= $(wildcard common/arm/*.c) $(wildcard common/arm/*.S) \
		   $(addprefix common/,aarch32.c aarch32_insns.c \
		     abort_guest32.c abort_guest_mmio.c case_child.c case_list.c \
		     contract.c ext_dabt.c guest_access.c host_log.c nisv.c \
		     reg_snapshot.c stopped_guest.c thread.c uapi_layout.c)
COMPAT_SRCS	:= $(wildcard compat/arm/*.c) \
		   $(addprefix compat/,alloc.c assert.c guest_sprintf.c image.c \
		     memslot.c mmu.c ucall.c vcpu.c vm.c)

ARCH_CPPFLAGS	:= -Icompat -Icompat/arm/include
# LPAE is part of armv7ve: 64 bits are read and written at once. Addresses are kept
# in types of 64 bits, which a pointer has not got.
ARCH_CFLAGS	:= -march=armv7ve -mfloat-abi=soft -marm \
		   -Wno-pointer-to-int-cast -Wno-int-to-pointer-cast
