# SPDX-License-Identifier: GPL-2.0
"""apt-sources: the machine's mirrors, whatever format they are written in."""

import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[1] / "machine/apt-sources"


class Sources(unittest.TestCase):
    """Each test is a configuration and what becomes of it."""

    def derived(self, name, text, code=0, arguments=("bullseye",)):
        with tempfile.TemporaryDirectory(prefix="sources-") as folder:
            path = Path(folder) / name
            path.write_text(text)
            done = subprocess.run([str(SCRIPT), *arguments, str(path)],
                                  capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout if code == 0 else done.stderr

    def test_deb822(self):
        self.assertEqual(
            self.derived("debian.sources",
                         "Types: deb\n# a comment\nURIs: http://mirror.example/debian\n"
                         "Suites: bookworm bookworm-updates\nComponents: main\n"
                         "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n"),
            "Types: deb\nURIs: http://mirror.example/debian\nSuites: bullseye bookworm\n"
            "Components: main\n"
            "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n")

    def test_deb822_with_the_key_inside(self):
        key = "\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQIN\n -----END PGP PUBLIC KEY BLOCK-----"
        text = self.derived("debian.sources",
                            "Types: deb\nURIs: http://mirror.example/debian\nSuites: stable\n"
                            f"Components: main\nSigned-By:{key}\n")
        self.assertIn(f"Signed-By:{key}\n", text)

    def test_one_line(self):
        text = self.derived("sources.list",
                            "# old\ndeb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian"
                            " bookworm main contrib # here\n"
                            "deb http://mirror.example/debian-security bookworm-security main\n"
                            "deb-src http://mirror.example/debian bookworm main\n")
        self.assertEqual(text,
                         "Types: deb\nURIs: http://mirror.example/debian\n"
                         "Suites: bullseye bookworm\nComponents: main\nSigned-By: /k.gpg\n\n"
                         "Types: deb\nURIs: http://mirror.example/debian-security\n"
                         "Suites: bullseye-security bookworm-security\nComponents: main\n")

    def test_without_the_own_release(self):
        text = self.derived("sources.list",
                            "deb http://mirror.example/debian bookworm main\n"
                            "deb http://mirror.example/debian-security bookworm-security main\n",
                            arguments=("--only", "trixie"))
        self.assertEqual(text,
                         "Types: deb\nURIs: http://mirror.example/debian\n"
                         "Suites: trixie\nComponents: main\n\n"
                         "Types: deb\nURIs: http://mirror.example/debian-security\n"
                         "Suites: trixie-security\nComponents: main\n")

    def test_sid_has_no_security_suite(self):
        text = self.derived("sources.list",
                            "deb http://mirror.example/debian bookworm main\n"
                            "deb http://mirror.example/debian-security bookworm-security main\n",
                            arguments=("--only", "sid"))
        self.assertEqual(text, "Types: deb\nURIs: http://mirror.example/debian\n"
                         "Suites: sid\nComponents: main\n")

    def test_backports(self):
        text = "deb http://mirror.example/debian bookworm main\n" \
               "deb http://mirror.example/debian bookworm-updates main\n" \
               "deb http://mirror.example/debian-security bookworm-security main\n"
        for suite, release in (("own-backports", "bookworm"), ("trixie-backports", "trixie")):
            self.assertEqual(
                self.derived("sources.list", text, arguments=("--only", suite)),
                "Types: deb\nURIs: http://mirror.example/debian\n"
                f"Suites: {release} {release}-backports\nComponents: main\n\n"
                "Types: deb\nURIs: http://mirror.example/debian-security\n"
                f"Suites: {release}-security\nComponents: main\n")
        self.assertEqual(
            self.derived("sources.list", text, arguments=("--only", "own")),
            "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\nComponents: main\n\n"
            "Types: deb\nURIs: http://mirror.example/debian-security\n"
            "Suites: bookworm-security\nComponents: main\n")

    def test_disabled_stanza(self):
        self.assertIn("no Debian mirror", self.derived(
            "debian.sources", "Enabled: no\nTypes: deb\nURIs: http://mirror.example/debian\n"
            "Suites: bookworm\nComponents: main\n", code=2))

    def test_third_parties_are_left_out(self):
        text = self.derived("sources.list",
                            "deb http://mirror.example/debian bookworm main\n"
                            "deb http://vendor.example/node bookworm main\n"
                            "deb http://vendor.example/debian nodistro main\n"
                            "deb http://vendor.example/debian bookworm stable\n")
        self.assertEqual(text.count("URIs:"), 1)
        self.assertIn("http://mirror.example/debian\n", text)

    def test_nothing_to_derive_from(self):
        self.assertIn("no Debian mirror", self.derived("sources.list", "", code=2))


if __name__ == "__main__":
    unittest.main()
