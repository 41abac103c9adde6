# SPDX-License-Identifier: GPL-2.0
"""hosts: what becomes of a machine's log, and of a list that is wrong."""

import importlib.machinery
import importlib.util
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

SCRIPTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def load():
    """The script, as a module."""
    loader = importlib.machinery.SourceFileLoader("hosts", str(SCRIPTS / "campaigns/hosts/hosts"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("hosts", loader))
    sys.modules["hosts"] = module
    loader.exec_module(module)
    return module


hosts = load()


class HostsTest(unittest.TestCase):
    """No machine is installed here: the commands write what such a one would."""

    def setUp(self):
        # pylint: disable=consider-using-with
        self.folder = tempfile.TemporaryDirectory(prefix="hosts-")
        self.addCleanup(self.folder.cleanup)
        patch = mock.patch.object(hosts, "HOSTS", Path(self.folder.name))
        patch.start()
        self.addCleanup(patch.stop)

    def tried(self, said, code, may_fail=False):
        """A machine whose make said something and ended with a code."""
        host = hosts.Host("trixie", "trixie", "root", may_fail)
        host.root.mkdir(exist_ok=True)

        def inside(_, log, *__):
            log.write(said)
            return code

        with mock.patch.multiple(hosts, install=mock.DEFAULT, inside=inside,
                                 tools=lambda host: dict.fromkeys(hosts.TOOLS, "1")):
            hosts.try_host(host, "run")
        return host

    def test_good(self):
        host = self.tried("1 passed, 0 failed, 0 skipped\n2392 passed, 0 failed, 14 skipped\n", 0)
        self.assertEqual((host.word, host.counts, host.reason), ("ok", ("2392", "0", "14"), ""))
        self.assertFalse(host.root.exists())

    def test_bad(self):
        host = self.tried("  BUILD    patched\nbase: busybox.deb has no file: remove it\n"
                          "make: *** [Makefile:1: run] Error 2\n", 2)
        self.assertEqual((host.word, host.counts[0]), ("FAIL", "-"))
        self.assertEqual(host.reason, "base: busybox.deb has no file: remove it")
        self.assertTrue(host.root.exists())
        self.assertIn(host.reason, hosts.line(host))

    def test_one_that_may_fail(self):
        self.assertEqual(self.tried("E: no such package\n", 2, may_fail=True).word, "skip")
        self.assertEqual(self.tried("1 passed, 0 failed, 0 skipped\n", 0, may_fail=True).word, "ok")

    def test_the_list(self):
        names = [host.name for host in hosts.read_hosts()]
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual({host.user for host in hosts.read_hosts()}, {"root", "user"})
        with mock.patch.object(hosts, "TOP", Path(self.folder.name)):
            copy = Path(self.folder.name) / hosts.LIST
            copy.parent.mkdir(parents=True)
            copy.write_text("# a comment\ntrixie trixie\n")
            with self.assertRaisesRegex(hosts.HostError, "hosts.list:2: not "):
                list(hosts.read_hosts())

    def test_unknown_names(self):
        known = list(hosts.read_hosts())
        self.assertEqual(hosts.choose(known, []), known)
        with self.assertRaisesRegex(hosts.HostError, "no machine nosuch in .*: give some of "):
            hosts.choose(known, [known[0].name, "nosuch"])


if __name__ == "__main__":
    unittest.main()
