// SPDX-License-Identifier: GPL-2.0
/// KVM_SET_VCPU_EVENTS validates all of its argument before it changes anything: no
/// path that has changed the vCPU returns an error.

virtual report

@changed exists@
identifier f =~ "vcpu_set_events$";
identifier vcpu;
identifier change =~ "^(kvm_inject_|kvm_set_|kvm_make_request$|vcpu_set_|vcpu_write_)";
identifier x;
expression e;
position p;
@@

 f(struct kvm_vcpu *vcpu, ...)
 {
	... when any
(
	change(...);
|
	vcpu->arch.x = e;
)
	... when any
	return@p e;
 }

@script:python depends on report@
e << changed.e;
p << changed.p;
f << changed.f;
@@
if e.strip() != "0":
    coccilib.report.print_report(p[0], "%s() has changed the vCPU and fails" % f)
