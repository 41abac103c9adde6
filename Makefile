# SPDX-License-Identifier: GPL-2.0
#
# The only entry point a person needs. Everything that is made is under out/.

# What a 32-bit host has instead of the knobs' values below.
ifeq ($(ARCH),arm)
CPU ?= cortex-a15
GIC ?= 2
MEM ?= 512M
endif

# What to run, and how: knobs.
ARCH ?= arm64#	of the host: arm64, or arm, a 32-bit one, with a KDIR before 5.7
SUBJECT ?= patched#	patched, control (no ABI) or mainline (Debian's 5.10)
KDIR ?=#	your kernel tree instead of the reference base
T ?=#	only these clauses (NISV, DABT-2) or test programs (nisv_exit)
PARTS ?= 2#	machines that share the tests; one if there is a T
QEMU ?=#	another QEMU: its path, newest (that Debian has) or a suite
CPU ?= max#	QEMU's CPU model; cortex-a57 has no VHE
CPUS ?= 2#	CPUs of the test machine
MEM ?= 1G#	its memory
MODE ?= default#	vhe or nvhe
GIC ?= 3#	its interrupt controller
MTE ?=#	on or off: memory for tags; on with CPU=max if not given
IPA ?= 40#	bits of the addresses of VMs
CONFIG ?=#	kernel options beside the default: 16k, 64k or debug
ACCEL ?= tcg,thread=single#	QEMU's accelerator; thread=multi is slower here
APPEND ?=#	more kernel parameters
DEBUG ?= 0#	1: a shell in the test machine instead of the tests
TIMEOUT ?= 900#	seconds a boot may take
SLOW ?= 1#	how many times their usual limits the tests may take
JOBS ?= $(shell nproc)#	parallel compiler runs
WITNESS ?= 1#	0: without the module that sees what tests cannot
V ?= 0#	1: show all that the steps say
GUEST_KERNEL ?=#	an arm64 Image for the guests of the tests instead of the kernel itself
BASE_TARBALL ?=#	a 5.10.y source tarball instead of Debian's package
ROWS ?=#	only these machines of make matrix
KERNELS ?=#	only these kernels of make stock
HOSTS ?=#	only these machines of make hosts
CLIENTS ?=#	only these VMMs of make clients
DESTDIR ?=#	where install puts the kselftest folder

export SUBJECT KDIR T PARTS QEMU CPU CPUS MEM MODE GIC MTE IPA CONFIG ACCEL APPEND DEBUG \
	TIMEOUT SLOW JOBS WITNESS V BASE_TARBALL CLIENTS GUEST_KERNEL

# A word for the shell, whatever is in it.
quoted = '$(subst ','\'',$(1))'

# make -C changes the folder first, and a relative path would be another's.
elsewhere = $(shell [ $(call quoted,$(or $(PWD),.)) -ef . ] || echo elsewhere)
$(foreach path,KDIR DESTDIR BASE_TARBALL,$(if $(strip $($(path))),\
	$(if $(filter-out /%,$(firstword $($(path)))),$(if $(elsewhere),\
	$(error $(path)=$($(path)): a relative path, and make runs in $(CURDIR), not in $(PWD):\
	give the whole path)))))

# The targets in which a test can fail, each a script of its name.
verdicts := run test review matrix stock hosts clients mainline-tests mutate coverage

# make itself exits with 2 whatever a recipe says. A failed test is to be 1: that
# is what make -q says of a target that has something left to do. So those
# that can fail are asked in that mode; the prefix + runs their scripts all the same.
ifeq ($(filter-out $(verdicts),$(or $(MAKECMDGOALS),help)),)
ifeq ($(findstring n,$(filter-out --%,$(firstword $(MAKEFLAGS)))),)
MAKEFLAGS += -q
run := +
endif
endif
# verdict COMMAND: leaves a failed test to the second half of the rule.
verdict = $(run)@rm -f out/failed; rc=0; $(1) || rc=$$?; \
	  [ $$rc != 1 ] || touch out/failed; [ $$rc -le 1 ] || exit $$rc
failed = $(if $(shell test -e out/failed && echo 1),@exit 1)

help:
	@echo 'The two commands:'
	@echo '  make run      a kernel with the series: build it, boot it, test it'
	@echo '  make test     all checks and tests of the project'
	@echo 'A series for a maintainer:'
	@echo '  make review   each patch in order: applies, builds, boots, passes its tests'
	@echo 'A kernel tree of yours:'
	@echo '  make run KDIR=/path/to/linux      the same on a copy of it; ARCH=arm as a 32-bit host'
	@echo '  make plan KDIR=/path/to/linux     what it lacks of the series, and why'
	@echo '  make apply KDIR=/path/to/linux    put the series into it, for good'
	@echo '  make unapply KDIR=/path/to/linux  take it out again'
	@echo '  make modules KDIR=/path/to/linux  the witness module for a built tree or headers'
	@echo 'Parts:'
	@echo '  make kernel   build the kernel of SUBJECT only'
	@echo '  make install DESTDIR=/folder      the kselftests, to run on hardware; with KDIR='
	@echo '                                    the witness module for that kernel as well'
	@echo '  make shell    a shell in the test machine'
	@echo '  make cost     what events cost, in instructions, against mainline'
	@echo '  make matrix   the tests on machines of all kinds, a table of it'
	@echo '  make stock    where kernels as Debian ships them depart from the contract'
	@echo '  make hosts    make run on fresh machines of several Debian releases'
	@echo '  make clients  QEMU as Debian ships it, three versions: boots, saves, migrates guests'
	@echo '  make mainline-tests   the kselftests in the newest kernel source, with its own'
	@echo '                library, on the binary of that version'
	@echo '  make mutate   make the kernel wrong in small ways: does a test notice?'
	@echo '  make coverage   which lines and branches of the series the tests run'
	@echo '  make export   bring patches/v5.10/ up to date; with KDIR= and DESTDIR= the series'
	@echo '                for that tree, as git am takes it'
	@echo '  make clean    remove what was made, keep what was downloaded'
	@echo '  make distclean  remove out/'
	@echo 'Knobs:'
	@sed -n 's/^\([A-Z_]*\) ?= *\([^#]*\)#\t/\1 \2\t/p' Makefile | \
		sed 's/$$(shell nproc)/all/' | \
		awk -F'\t' '{ printf "  %-28s%s\n", $$1, $$2 }'

$(verdicts): %: do-%
	$(failed)

$(verdicts:%=do-%): do-%:
	$(call verdict,$(strip scripts/$* $(arguments)))

arguments :=
do-matrix: arguments = $(ROWS)
do-stock: arguments = $(KERNELS)
do-hosts: arguments = $(HOSTS)
# both, but for who asks for one
do-clients: arguments = $(if $(filter file,$(origin GIC)),,--gic $(GIC))

kernel:
	@scripts/machine/prepare

shell:
	@DEBUG=1 scripts/machine/run

apply unapply plan:
	$(if $(KDIR),,$(error $@: say which tree: make $@ KDIR=/path/to/linux))
	@scripts/$@ $(call quoted,$(KDIR))

modules:
	@scripts/machine/packages
	@scripts/machine/build-witness --kdir $(call quoted,$(KDIR))

install:
	$(if $(DESTDIR),,$(error install: say where: make install DESTDIR=/folder))
	@scripts/machine/packages
	@scripts/machine/build-selftests $(call quoted,$(DESTDIR))
	$(if $(KDIR),@scripts/machine/build-witness --kdir $(call quoted,$(KDIR)) $(call quoted,$(DESTDIR)))

cost:
	@scripts/machine/packages
	@scripts/campaigns/cost/cost

export:
	@scripts/machine/packages
ifeq ($(KDIR),)
	@scripts/machine/fetch
	@scripts/machine/unpack-base
	@scripts/checks/id-regs-table
	@scripts/series/export
	@scripts/checks/sizes
else
	$(if $(DESTDIR),,$(error export: say where: make export KDIR=/path/to/linux DESTDIR=/folder))
	@scripts/series/export $(call quoted,$(KDIR)) $(call quoted,$(DESTDIR))
endif

clean:
	@find out -mindepth 1 -maxdepth 1 ! -name download -exec rm -rf {} + 2>/dev/null || true

distclean:
	@rm -rf out

.PHONY: help $(verdicts) $(verdicts:%=do-%) kernel shell apply unapply plan modules \
	install cost export clean distclean
.NOTPARALLEL:
