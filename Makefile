# SPDX-License-Identifier: GPL-2.0
#
# make VERB KNOB=VALUE... does what ./kvmtest VERB KNOB=VALUE... does. Everything that is
# made is under out/.

# A word for the shell, whatever is in it.
quoted = '$(subst ','\'',$(1))'

# make -C changes the folder first, and a relative path would be another's.
elsewhere = $(shell [ $(call quoted,$(or $(PWD),.)) -ef . ] || echo elsewhere)
$(foreach path,KDIR DESTDIR BASE_TARBALL CONFIG_FILE $(if $(findstring /,$(CONFIG)),CONFIG),$(if $(strip $($(path))),\
	$(if $(filter-out /%,$(firstword $($(path)))),$(if $(elsewhere),\
	$(error $(path)=$($(path)): a relative path, and make runs in $(CURDIR), not in $(PWD):\
	give the whole path)))))

help:
	@./kvmtest help

.DEFAULT:
	@./kvmtest $@

.PHONY: help
.NOTPARALLEL:
