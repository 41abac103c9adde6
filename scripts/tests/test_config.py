# SPDX-License-Identifier: GPL-2.0
"""The configuration of a kernel: the tests' own, or one of the user's with what they need.

build-kernel, with a kernel tree whose Makefile does to .config what the real one does.
"""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# pylint: disable=wrong-import-position
from lib import harness

# The options of Kconfig, the last of two values, nothing else. BROKEN does not compile.
MAKEFILE = """
O := $(CURDIR)/$(O)
allnoconfig:; cp $(KCONFIG_ALLCONFIG) $(O)/.config; $(MAKE) -f Makefile keep O=$(O)
%_defconfig:; cp arch/arm64/configs/$@ $(O)/.config
olddefconfig: keep
keep:
	sed 's/^#.*//' $(O)/.config | tac | awk -F= 'NR==FNR { there[$$1]; next } \\
		$$1 in there && !seen[$$1]++ && $$2 != "n"' known - >$(O)/.new
	mv $(O)/.new $(O)/.config
Image:
	@echo 'CC $(CC)'
	@! grep -q BROKEN=y $(O)/.config || { echo 'a.c:7:2: warning: w' >&2; \\
		echo 'a.c:9:2: error: no such thing' >&2; echo 'b.c:1:1: error: two' >&2; false; }
modules:
"""


class ConfigTest(unittest.TestCase):
    """A tree that has all options the tests ask for, and some of its own."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="config-")
        self.addCleanup(scratch.cleanup)
        self.top = Path(scratch.name)
        for name in ("scripts", "tools"):
            (self.top / name).symlink_to(harness.TOP / name)
        self.tree = self.top / "out/trees/it"
        (self.tree / "arch/arm64/configs").mkdir(parents=True)
        (self.top / "out/trees/it.id").write_text("1\n")
        (self.tree / "Makefile").write_text(MAKEFILE)
        self.asked = [line for path in ("config", "config.own") for line in
                      (harness.TOP / "tools/testing/selftests/kvm/arm64" / path).read_text()
                      .splitlines() if line.startswith("CONFIG_")]
        self.options([line.split("=")[0] for line in self.asked])
        self.defconfig("# a comment\nCONFIG_VENDOR=y\nCONFIG_BTRFS_FS=m\nCONFIG_CMDLINE_FORCE=y\n"
                       "CONFIG_INITRAMFS_SOURCE=\"/home/vendor/root.cpio\"\n")

    def options(self, names):
        own = ["CONFIG_VENDOR", "CONFIG_BTRFS_FS", "CONFIG_BROKEN"]
        (self.tree / "known").write_text("".join(f"{name}\n" for name in names + own))
        (self.tree / "Kconfig").write_text(
            "".join(f"config {name.removeprefix('CONFIG_')}\n" for name in names + own))

    def defconfig(self, text, name="vendor_defconfig"):
        (self.tree / "arch/arm64/configs" / name).write_text(text)

    def build(self, *arguments, **knobs):
        knobs = {"KDIR": "/linux", "JOBS": "1", **knobs}
        return subprocess.run([self.top / "scripts/machine/build-kernel", *arguments, "it"],
                              check=False, text=True, capture_output=True,
                              env=harness.environment(**knobs))

    def config(self, **knobs):
        """The lines of the .config that is made."""
        done = self.build("--configure", **knobs)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return (self.tree / "kvm-build/.config").read_text().splitlines()

    def refused(self, *says, arguments=(), **knobs):
        done = self.build(*arguments, **knobs)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        for text in says:
            self.assertIn(text, done.stderr)
        return done.stderr

    def fragment(self, text):
        path = self.top / "my fragment"
        path.write_text(text)
        return str(path)

    def test_small(self):
        made = self.config()
        self.assertIn("CONFIG_KVM=y", made)
        self.assertNotIn("CONFIG_VENDOR=y", made)

    def test_own(self):
        """The user's options stay, but for modules and what no test machine can do with."""
        (self.top / "a config").write_text((self.tree / "arch/arm64/configs/vendor_defconfig")
                                           .read_text())
        for knobs in ({"DEFCONFIG": "vendor_defconfig"},
                      {"CONFIG_FILE": str(self.top / "a config")}):
            with self.subTest(knobs):
                made = self.config(**knobs)
                for line in ("CONFIG_VENDOR=y", "CONFIG_KVM=y", 'CONFIG_INITRAMFS_SOURCE=""'):
                    self.assertIn(line, made)
                for start in ("CONFIG_BTRFS_FS=", "CONFIG_CMDLINE_FORCE="):
                    self.assertFalse([line for line in made if line.startswith(start)])

    def test_modules_of_a_fragment_stay(self):
        self.assertIn("CONFIG_BTRFS_FS=m",
                      self.config(DEFCONFIG="vendor_defconfig",
                                  CONFIG=self.fragment("CONFIG_BTRFS_FS=m\n")))

    def test_needed_option_that_does_not_come_out(self):
        self.options([line.split("=")[0] for line in self.asked if "VIRTIO_CONSOLE" not in line])
        for knobs, origin in (({}, "the small configuration"),
                              ({"DEFCONFIG": "vendor_defconfig"}, "DEFCONFIG=vendor_defconfig")):
            with self.subTest(origin):
                self.refused("CONFIG_VIRTIO_CONSOLE=y: this tree has no such option", origin,
                             "CONFIG=/path/to/fragment", arguments=["--configure"], **knobs)

    def test_options_that_may_differ(self):
        """Of a user's tree. The reference base has all."""
        self.options([line.split("=")[0] for line in self.asked
                      if "ENABLE_DEFAULT_TRACERS" not in line and "JUMP_LABEL" not in line])
        self.assertIn("CONFIG_EVENT_TRACING=y", self.config())
        self.refused("CONFIG_ENABLE_DEFAULT_TRACERS=y", "CONFIG_JUMP_LABEL=y",
                     arguments=["--configure"], KDIR="")

    def test_does_not_build(self):
        """The first error, and what else to give; not what was given already."""
        broken = self.fragment("CONFIG_BROKEN=y\n")
        said = self.refused("a.c:9:2: error: no such thing", "DEFCONFIG=name", "CC=", CONFIG=broken)
        self.assertNotIn("two", said)
        self.assertEqual(len(said.splitlines()), 1, said)
        said = self.refused("DEFCONFIG=vendor_defconfig", "CC=", CONFIG=broken,
                            DEFCONFIG="vendor_defconfig")
        self.assertNotIn("DEFCONFIG=name", said)

    def test_no_such_defconfig(self):
        self.refused("DEFCONFIG=mine_defconfig is not in arch/arm64/configs, which has:"
                     " vendor_defconfig", DEFCONFIG="mine_defconfig")

    def test_compiler(self):
        """It gets to make, its path whole."""
        (self.top / "bin").mkdir()
        compiler = self.top / "bin/gcc-5"
        compiler.write_text("#!/bin/sh\necho aarch64-elf\n")
        compiler.chmod(0o755)
        done = self.build(CC=os.path.relpath(compiler))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"CC ccache {compiler}\n",
                      (self.top / "out/log/build-it.log").read_text())


class NameTest(unittest.TestCase):
    """Each configuration and compiler has a tree of its own; what can't be is refused."""

    def name(self, **knobs):
        return subprocess.run(["bash", "-c", ". lib/common.sh && subject_name"], check=False,
                              cwd=harness.TOP / "scripts", env=harness.environment(**knobs),
                              capture_output=True, text=True)

    def test_names(self):
        with tempfile.NamedTemporaryFile() as one, tempfile.NamedTemporaryFile() as two:
            found = [self.name(**knobs) for knobs in (
                {}, {"CONFIG": "16k"}, {"CONFIG": one.name}, {"CONFIG": two.name},
                {"KDIR": "/linux"}, {"KDIR": "/linux", "CONFIG": "16k"},
                {"KDIR": "/linux", "CONFIG": one.name}, {"KDIR": "/linux", "CONFIG_FILE": one.name},
                {"KDIR": "/linux", "CONFIG_FILE": two.name}, {"KDIR": "/linux", "DEFCONFIG": "a"},
                {"KDIR": "/linux", "DEFCONFIG": "b"},
                {"KDIR": "/linux", "CC": "aarch64-linux-gnu-gcc"})]
        names = [done.stdout.strip() for done in found]
        self.assertEqual(names[:2], ["patched", "patched-16k"])
        self.assertEqual(len(set(names)), len(names), names)
        # a kernel's release has at most 64 characters
        self.assertLess(max(map(len, names)), 24, names)

    def test_refused(self):
        for knobs, says in (
                ({"CONFIG": "nosuch"}, "CONFIG=nosuch: give one of"),
                ({"CONFIG": "./nosuch"}, "CONFIG=./nosuch: give one of"),
                ({"CONFIG_FILE": "/nosuch"}, "CONFIG_FILE=/nosuch is no file"),
                ({"CONFIG_FILE": "/dev/null"}, "CONFIG_FILE=/dev/null is no file"),
                ({"CONFIG_FILE": __file__, "DEFCONFIG": "defconfig"}, "exclude each other"),
                ({"CC": "nosuch-gcc"}, "CC=nosuch-gcc is not there"),
                ({"CC": "gcc"}, "compiles for x86_64-linux-gnu: give a compiler for aarch64"),
                ({"CC": "true"}, "compiles for no machine it names"),
                ({"SUBJECT": "stock-6.1", "DEFCONFIG": "defconfig"}, "a kernel as shipped")):
            with self.subTest(knobs):
                done = self.name(KDIR="" if "SUBJECT" in knobs else "/linux", **knobs)
                self.assertEqual((done.returncode, len(done.stderr.splitlines())), (2, 1), done)
                self.assertIn(says, done.stderr)


if __name__ == "__main__":
    unittest.main()
