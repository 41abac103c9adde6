// SPDX-License-Identifier: GPL-2.0
/// No raw ID register reaches a guest: KVM asks the cpufeature framework, which
/// knows what all CPUs have in common, and not the CPU it happens to run on.
///
// Any raw read counts, wherever its value goes: to follow it through structures and
// functions is more than can be done here. Hyp code that looks at the CPU it runs on,
// for itself, is why hyp/ is left out. So is the function that says which fields PSTATE
// has: the CPU alone decides, and the framework hides what the kernel does not know.

virtual report

@reads@
expression reg;
position p : script:python() { "/hyp/" not in p[0].file and
			       p[0].current_element != "entry_pstate_of_cpu" };
@@

(
 read_sysreg@p(reg)
|
 read_sysreg_s@p(reg)
|
 read_cpuid@p(reg)
)

@script:python depends on report@
reg << reads.reg;
p << reads.p;
@@
import re
if re.match(r"(SYS_)?(ID_|id_|MVFR|mvfr)", reg):
    coccilib.report.print_report(p[0], "raw read of %s: use read_sanitised_ftr_reg()" % reg)

// The getters that sys_regs.c's macro FUNCTION_INVARIANT makes
@getters@
identifier f =~ "^get_(id_|mvfr)";
position p;
@@

 f@p

@script:python depends on report@
f << getters.f;
p << getters.p;
@@
coccilib.report.print_report(p[0], "%s is a raw read: use read_sanitised_ftr_reg()" % f)
