// SPDX-License-Identifier: GPL-2.0
/// What userspace is given has no byte that nobody has written, padding included: a
/// structure is cleared before its members are set.
///
// An initialiser that names members says nothing of the padding between them. Who hands
// the structure on to be filled leaves this to the other function: the second half looks
// at the one behind KVM_GET_VCPU_EVENTS.

virtual report

@initialize:python@
@@
def place(position):
    return position.file, position.line, position.column

empty = set()

@initialised@
identifier s, x;
initializer value;
position p;
@@

 struct s x@p = value;

@script:python@
value << initialised.value;
p << initialised.p;
@@
if "".join(value.split()) in ("{}", "{0}"):
    empty.add(place(p[0]))

@bare exists@
identifier s, x, fill;
initializer value;
expression to, n;
position declared, p;
@@

(
 struct s x@declared;
|
 struct s x@declared = value;
)
 ... when != memset(&x, ...)
     when != copy_from_user(&x, ...)
     when != fill(..., &x, ...)
 copy_to_user@p(to, &x, n)

@script:python depends on report@
x << bare.x;
declared << bare.declared;
p << bare.p;
@@
if place(declared[0]) not in empty:
    coccilib.report.print_report(p[0], "%s was not cleared" % x)

@filled exists@
identifier fn =~ "^[^_].*_get_events$";
identifier x, member, inner, fill;
expression e;
position p;
@@

 fn(..., struct kvm_vcpu_events *x, ...)
 {
	... when != memset(x, ...)
(
	x->member@p = e
|
	x->member.inner@p = e
|
	fill@p(..., x, ...)
)
	... when any
 }

@script:python depends on report@
x << filled.x;
fill << filled.fill = "";
p << filled.p;
@@
if fill != "memset":
    coccilib.report.print_report(p[0], "*%s was not cleared" % x)
