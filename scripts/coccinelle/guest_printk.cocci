// SPDX-License-Identifier: GPL-2.0
/// A guest must not be able to fill the host's log: what is printed on behalf of a
/// vCPU has a rate limit, or is said once.
///
// "On behalf of a vCPU": the function is given one. What a function prints that is not,
// and is called from one that is, goes unnoticed.

virtual report

@initialize:python@
@@
given_a_vcpu = set()

@plain@
identifier fn, vcpu;
position p;
@@

 fn@p(..., struct kvm_vcpu *vcpu, ...) { ... }

@script:python@
fn << plain.fn;
p << plain.p;
@@
given_a_vcpu.add((p[0].file, fn))

@with_const@
identifier fn, vcpu;
position p;
@@

 fn@p(..., const struct kvm_vcpu *vcpu, ...) { ... }

@script:python@
fn << with_const.fn;
p << with_const.p;
@@
given_a_vcpu.add((p[0].file, fn))

@printed@
identifier print =~ "^(printk|pr_(emerg|alert|crit|err|warn|notice|info|cont)|kvm_(err|info))$";
position p;
@@

 print@p(...)

@script:python depends on report@
p << printed.p;
@@
if (p[0].file, p[0].current_element) in given_a_vcpu:
    coccilib.report.print_report(p[0], "a guest can repeat this: %s() has a vCPU and no rate limit"
                                 % p[0].current_element)
