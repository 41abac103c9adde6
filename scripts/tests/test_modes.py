# SPDX-License-Identifier: GPL-2.0
"""Which modes PSTATE may be set to, in a tree of each shape, once it is patched.

A mode of the other execution state makes the return to the guest illegal and panics
the host, so what the patches leave is compiled and asked about each of the 32 modes.
"""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# pylint: disable=wrong-import-position
from series import patchset as ps
from series.staging import Stage

GUEST = "arch/arm64/kvm/guest.c"
PATCHES = ("0000-pstate-mode.patch", "0000-system-mode.patch")

# PSTATE.M, ARM DDI 0487
AARCH64 = {0x0, 0x4, 0x5}
AARCH32 = {0x10, 0x11, 0x12, 0x13, 0x17, 0x1b, 0x1f}
USER = {0x10}

SOURCE = """\
#include <stdbool.h>
#include <stdio.h>

#define EINVAL 22
#define HCR_RW (1UL << 31)
#define PSR_MODE32_BIT 0x10
{names}
enum {{ PSR_MODE_EL0t = 0, PSR_MODE_EL1t = 4, PSR_MODE_EL1h = 5 }};

struct kvm_vcpu {{ struct {{ unsigned long hcr_el2; }} arch; }};

static bool el0_32bit;

static bool system_supports_32bit_el0(void)
{{
	return el0_32bit;
}}

static bool vcpu_el1_is_32bit(struct kvm_vcpu *vcpu)
{{
	return !(vcpu->arch.hcr_el2 & HCR_RW);
}}

static int set_core_reg(struct kvm_vcpu *vcpu, unsigned int mode)
{{
	int err = 0;

	if (vcpu) {{
		switch (mode) {{
{cases}
			break;
		default:
			err = -EINVAL;
			goto out;
		}}
	}}
out:
	return err;
}}

int main(void)
{{
	struct kvm_vcpu vcpu;
	unsigned int i, mode;

	for (i = 0; i < 4; i++) {{
		vcpu.arch.hcr_el2 = i & 1 ? HCR_RW : 0;
		el0_32bit = i & 2;
		for (mode = 0; mode < 32; mode++)
			if (!set_core_reg(&vcpu, mode))
				printf("%u ", mode);
		putchar('\\n');
	}}
	return vcpu_el1_is_32bit(&vcpu) + system_supports_32bit_el0() > 2;
}}
"""
NUMBERS = {"USR": 0x10, "FIQ": 0x11, "IRQ": 0x12, "SVC": 0x13, "ABT": 0x17, "UND": 0x1b,
           "SYS": 0x1f}
EL0_CHECK = ["\tif (!system_supports_32bit_el0())", "\t\treturn -EINVAL;", "\tbreak;"]
AARCH32_CHECK = ["\tif (!vcpu_el1_is_32bit(vcpu))", "\t\treturn -EINVAL;", "\tbreak;"]
AARCH64_CHECK = ["\tif (vcpu_el1_is_32bit(vcpu))", "\t\treturn -EINVAL;"]
AARCH64_CASES = [f"case PSR_MODE_{mode}:" for mode in ("EL0t", "EL1t", "EL1h")]


def one_list(prefix):
    """The modes of both execution states in one list, unchecked."""
    return [f"case {prefix}_{mode}:" for mode in list(NUMBERS)[:-1]] + AARCH64_CASES


def two_lists(prefix, modes):
    """A list for each execution state, both checked."""
    return ([f"case {prefix}_USR:", *EL0_CHECK]
            + [f"case {prefix}_{mode}:" for mode in modes[1:]] + AARCH32_CHECK
            + AARCH64_CASES + AARCH64_CHECK)


def tree_source(prefix, cases):
    names = "\n".join(f"#define {prefix}_{mode} {number:#x}" for mode, number in NUMBERS.items())
    return SOURCE.format(names=names, cases="\n".join(f"\t\t{line}" for line in cases))


class ModesTest(unittest.TestCase):
    """The series' patches on small trees."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="modes-")
        self.addCleanup(scratch.cleanup)
        self.tree = Path(scratch.name)
        (self.tree / GUEST).parent.mkdir(parents=True)

    def patched(self, source):
        (self.tree / GUEST).write_text(source)
        patches = [patch for patch in ps.load()
                   if patch.name in PATCHES and patch.needed(self.tree)]
        with Stage(self.tree) as stage:
            for patch in patches:
                stage.apply(patch)
            return stage.files()[GUEST][0].decode() if patches else source

    def accepted(self, source):
        """[the modes that are accepted], by EL1's state and AArch32 at EL0"""
        program = self.tree / "modes"
        (self.tree / "modes.c").write_text(source)
        subprocess.run(["gcc", "-Wall", "-Werror", "-o", program, self.tree / "modes.c"],
                       check=True)
        text = subprocess.run([program], check=True, capture_output=True, text=True).stdout
        return [{int(word) for word in line.split()} for line in text.splitlines()]

    def test_each_shape(self):
        for prefix in ("COMPAT_PSR_MODE", "PSR_AA32_MODE"):
            for shape, cases in (
                    ("one list", one_list(prefix)),
                    ("two lists", two_lists(prefix, list(NUMBERS)[:-1])),
                    ("two lists, with System mode", two_lists(prefix, list(NUMBERS)))):
                with self.subTest(f"{prefix}, {shape}"):
                    found = self.accepted(self.patched(tree_source(prefix, cases)))
                    self.assertEqual(found, [AARCH32 - USER, AARCH64, AARCH32, AARCH64 | USER])

    def test_nothing_to_do(self):
        source = tree_source("PSR_AA32_MODE", two_lists("PSR_AA32_MODE", list(NUMBERS)))
        self.assertEqual(self.patched(source), source)


if __name__ == "__main__":
    unittest.main()
