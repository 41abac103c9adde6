// SPDX-License-Identifier: GPL-2.0
/*
 * access GPA: a guest's program that accesses a physical address with instructions
 * whose aborts have no syndrome. Each must end in SIGBUS at that instruction, with no
 * register written. A line each; exit code 1 if one did not.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <asm/hwcap.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <ucontext.h>

#define BASE_REG	1		/* the address is in x1 */
#define PAGE		4096
#define OFFSET		0x10		/* aligned for 16 bytes, and no data register */
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

static sigjmp_buf back;
static volatile uint64_t fault_address, fault_base;

static void on_sigbus(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *uc = context;

	(void)sig;
	fault_address = (uintptr_t)info->si_addr;
	fault_base = uc->uc_mcontext.regs[BASE_REG];
	siglongjmp(back, 1);
}

#define INSN(_name, _text)							\
	static void insn_##_name(volatile void *at)				\
	{									\
		register volatile void *x1 asm("x1") = at;			\
										\
		asm volatile(".arch_extension lse\n" _text			\
			     : "+r" (x1)					\
			     : : "x2", "x3", "v0", "v1", "memory");		\
	}

INSN(ldr_post, "ldr w2, [x1], #4")
INSN(str_post, "str w2, [x1], #4")
INSN(ldr_pre, "ldr x2, [x1, #8]!")
INSN(strb_pre, "strb w2, [x1, #1]!")
INSN(ldp, "ldp x2, x3, [x1]")
INSN(stp, "stp x2, x3, [x1]")
INSN(ldp_post, "ldp w2, w3, [x1], #8")
INSN(ldr_q, "ldr q0, [x1]")
INSN(str_q, "str q0, [x1]")
INSN(ldp_q, "ldp q0, q1, [x1]")
INSN(ldr_s, "ldr s0, [x1]")
INSN(ld1, "ld1 {v0.4s}, [x1]")
INSN(st1, "st1 {v0.4s}, [x1]")
INSN(ldadd, "ldadd w2, w3, [x1]")

static const struct {
	const char *name;
	void (*fn)(volatile void *at);
	unsigned long hwcap;
} insns[] = {
	{ "ldr-post", insn_ldr_post },
	{ "str-post", insn_str_post },
	{ "ldr-pre", insn_ldr_pre },
	{ "strb-pre", insn_strb_pre },
	{ "ldp", insn_ldp },
	{ "stp", insn_stp },
	{ "ldp-post", insn_ldp_post },
	{ "ldr-q", insn_ldr_q },
	{ "str-q", insn_str_q },
	{ "ldp-q", insn_ldp_q },
	{ "ldr-s", insn_ldr_s },
	{ "ld1", insn_ld1 },
	{ "st1", insn_st1 },
	{ "ldadd", insn_ldadd, HWCAP_ATOMICS },
};

/* The abort is within the bytes accessed, and the address register as it was. */
static bool is_good(const char *name, volatile char *at)
{
	uint64_t want = (uintptr_t)at;

	if (fault_base == want && fault_address >= want && fault_address < want + 32) {
		printf("%s: SIGBUS\n", name);
		return true;
	}
	printf("%s: SIGBUS, but the address is %#lx and x1 is %#lx, not %#lx\n", name,
	       (unsigned long)fault_address, (unsigned long)fault_base, (unsigned long)want);
	return false;
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_sigaction = on_sigbus, .sa_flags = SA_SIGINFO };
	volatile char *page, *at;
	volatile bool good = true;
	volatile unsigned int i;
	int fd;

	fd = open("/dev/mem", O_RDWR | O_SYNC);
	page = argc == 2 && fd >= 0 ? mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
					   strtoul(argv[1], NULL, 0)) : MAP_FAILED;
	if (page == MAP_FAILED) {
		perror("access");
		return 2;
	}
	at = page + OFFSET;
	sigaction(SIGBUS, &action, NULL);
	for (i = 0; i < ARRAY_SIZE(insns); i++) {
		if (insns[i].hwcap & ~getauxval(AT_HWCAP))
			continue;
		if (!sigsetjmp(back, 1)) {
			insns[i].fn(at);
			printf("%s: no abort\n", insns[i].name);
			good = false;
		} else if (!is_good(insns[i].name, at)) {
			good = false;
		}
	}
	/* one with syndrome is emulated as ever */
	printf("ldr: %#x\n", *(volatile uint32_t *)(page + 0x18));
	return good ? 0 : 1;
}
