"""Folders that may not be written, a disk that is full, a killed preparation: one sentence, and it works again after."""

import os
import shutil
import signal
import subprocess
import time
import unittest

from cli import BIN, Cli

NOBODY = 65534


def other_user():
    """The command that makes root somebody else, as whom permissions count."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        raise unittest.SkipTest("root without setpriv: permissions cannot be tried")
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


class ReadOnlyFolders(Cli):
    def setUp(self):
        super().setUp()
        self.prefix = other_user()
        self.environment["HOME"] = str(self.folder)
        for path in (self.folder, self.data):
            path.chmod(0o755)
        if self.prefix and subprocess.run([*self.prefix, "test", "-x", BIN / "purkinje"]).returncode:
            self.skipTest("another user cannot reach the program")
        self.addCleanup(self.writable)

    def writable(self):
        for path in [self.folder, *self.folder.rglob("*")]:
            if path.is_dir():
                path.chmod(0o777)

    def read_only(self, path):
        path.mkdir(exist_ok=True)
        path.chmod(0o555)
        return path

    def test_a_cache_that_may_not_be_written_is_named(self):
        self.read_only(self.cache)
        self.refused_and_nothing_made("data", "prepare", self.experiment, prefix=self.prefix, says=["cache", "ermi"])

    def test_a_database_folder_that_may_not_be_written_is_named_before_anything_is_prepared(self):
        results = self.read_only(self.folder / "results")
        self.cache.mkdir()
        self.cache.chmod(0o777)
        self.refused_and_nothing_made("run", self.experiment, "--db", results / "x.db", prefix=self.prefix,
                                      says=["results", "may not be written"])

    def test_a_report_folder_that_may_not_be_written_is_named(self):
        self.works("run", self.experiment, "--db", self.database)
        place = self.read_only(self.folder / "reports")
        self.refused_and_nothing_made("report", "--db", self.database, "--out", place / "one", prefix=self.prefix,
                                      says=["reports", "ermi"])

    def test_synth_into_a_folder_that_may_not_be_written_is_refused(self):
        place = self.read_only(self.folder / "made")
        self.refused_and_nothing_made("data", "synth", "--out", place / "set", "--records", "2", prefix=self.prefix,
                                      says=["made", "ermi"])

    def test_files_that_may_not_be_read_are_named(self):
        for file in (self.experiment, self.descriptor, self.data / "clinic" / "labels.csv",
                     self.data / "clinic" / "records" / "00003.hea", self.data / "clinic" / "records" / "00003.dat"):
            mode = file.stat().st_mode
            file.chmod(0)
            self.cache.mkdir(exist_ok=True)
            self.cache.chmod(0o777)
            with self.subTest(file=file.name):
                self.refused_and_nothing_made("data", "prepare", self.experiment, prefix=self.prefix, says=[file.name])
            file.chmod(mode)

    def test_a_prepared_set_serves_from_a_cache_that_may_not_be_written(self):
        self.works("data", "prepare", self.experiment)
        for path in self.cache.rglob("*"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        self.cache.chmod(0o555)
        answer = self.purkinje("data", "prepare", self.experiment, prefix=self.prefix)
        self.assertEqual(answer.returncode, 0, answer.stderr)


class FullDisk(Cli):
    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", self.disk],
                                               capture_output=True).returncode:
            self.skipTest("a small file system cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", self.disk], check=True)

    def test_a_full_disk_under_the_cache_is_named_and_left_empty(self):
        self.refused_and_nothing_made("data", "prepare", self.experiment, says=["No space left"],
                                      PURKINJE_CACHE=str(self.disk))

    def test_a_full_disk_under_a_made_set_is_named_and_left_empty(self):
        self.refused_and_nothing_made("data", "synth", "--out", self.disk / "set", "--records", "20",
                                      says=["No space left"])

    def test_a_full_disk_under_a_report_is_named(self):
        self.works("run", self.experiment, "--db", self.database)
        (self.disk / "rest").write_bytes(b"")
        with open(self.disk / "rest", "wb", buffering=0) as rest:
            try:
                while rest.write(b"\0" * 4096):
                    pass
            except OSError:
                pass
        self.refused_and_nothing_made("report", "--db", self.database, "--out", self.disk / "report",
                                      says=["disk"])

    def test_a_full_disk_under_the_database_is_named(self):
        self.refused("run", self.experiment, "--db", self.disk / "results.db", says=["disk"])


class KilledPreparation(Cli):
    def test_a_killed_preparation_leaves_no_lock_that_blocks(self):
        for moment_s in (0.02, 0.05, 0.1, 0.2):
            process = subprocess.Popen([BIN / "purkinje", "data", "prepare", self.experiment], env=self.environment,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(moment_s)  # a moment to die at, not something to wait for
            process.send_signal(signal.SIGKILL)
            process.wait()
        self.works("data", "prepare", self.experiment)
        left = [path.name for path in (self.cache / "prepared").iterdir()]
        self.assertEqual(len(left), 1, left)
