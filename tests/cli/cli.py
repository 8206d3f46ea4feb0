"""Runs purkinje as a user does, in a folder of its own, with a small set of records that tests may damage."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

BIN = Path(os.environ["PURKINJE_BIN"])
PROJECT = Path(__file__).resolve().parents[2]
EXPERIMENT = """
name: small
data: {set: clinic, positive: [MI], preprocessing: {resample_hz: 100, duration_s: 2.5}}
protocol: {folds: 3, validation: 0.25, seeds: [1, 2]}
model: {name: cnn_gru_attention}
training: {epochs: 2}
grid:
  variants:
    full: {title: full}
    temporal: {model.branches: temporal}
report:
  tables:
    one:
      columns: [roc_auc]
      rows: [{variant: full}, {variant: temporal}]
"""
# What a library says to its programmer, not a program to its user.
FOREIGN_WORDS = ("internal error", "exception", "type_error", "parse_error", "filesystem error", "basic_string", "stoi", "vector::", "map::at",
                 "terminate called", "std::", "bad_alloc", "assert")


class Cli(unittest.TestCase):
    records = 24

    @classmethod
    def setUpClass(cls):
        cls.original = Path(tempfile.mkdtemp(prefix="purkinje-cli-"))
        cls.addClassCleanup(shutil.rmtree, cls.original, ignore_errors=True)
        made = subprocess.run(
            [BIN / "purkinje", "data", "synth", "--out", cls.original / "clinic", "--records", str(cls.records),
             "--duration-s", "4", "--sample-rate-hz", "250"], capture_output=True, text=True)
        if made.returncode:
            raise AssertionError(made.stderr)

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="purkinje-cli-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.data = self.folder / "data"
        self.sets = self.folder / "sets"
        self.cache = self.folder / "cache"
        self.database = self.folder / "results.db"
        self.experiment = self.folder / "small.yaml"
        self.experiment.write_text(EXPERIMENT)
        shutil.copytree(self.original, self.data)
        self.sets.mkdir()
        descriptor = (self.data / "clinic" / "clinic.yaml").read_text()
        self.descriptor = self.sets / "clinic.yaml"
        self.descriptor.write_text(re.sub(r"(?m)^root:.*$", "root: clinic", descriptor))
        self.environment = dict(
            {key: value for key, value in os.environ.items() if not key.startswith("PURKINJE_") or key == "PURKINJE_BIN"},
            PURKINJE_TRAINER=str(BIN / "fake-trainer"),
            PURKINJE_CACHE=str(self.cache),
            PURKINJE_DATA=str(self.data),
            PURKINJE_SETS=str(self.sets),
            OMPI_ALLOW_RUN_AS_ROOT="1",
            OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1",
        )

    def purkinje(self, *arguments, prefix=(), **settings):
        return subprocess.run(
            [*map(str, prefix), str(BIN / "purkinje"), *map(str, arguments)], cwd=self.folder,
            env=dict(self.environment, **settings), stdin=subprocess.DEVNULL, capture_output=True, text=True,
            errors="replace", timeout=120)

    def works(self, *arguments, **settings):
        answer = self.purkinje(*arguments, **settings)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return answer.stdout

    def refused(self, *arguments, says=(), prefix=(), **settings):
        """Code 2 and one message that says all of `says`; returns its lines."""
        answer = self.purkinje(*arguments, prefix=prefix, **settings)
        message = answer.stderr
        self.assertEqual(answer.returncode, 2, f"{arguments}: {message}{answer.stdout}")
        lines = [line for line in re.split(r"[\n\r]", message) if line and not re.match(r"(prepare|synth) ", line)]
        self.assertTrue(lines and lines[0].startswith("purkinje: "), message)
        self.assertEqual(message.count("purkinje: "), 1, message)
        for text in says:
            self.assertIn(text, message)
        for text in FOREIGN_WORDS:
            self.assertNotIn(text, message.lower())
        return lines

    def refused_and_nothing_made(self, *arguments, says=(), **settings):
        """As refused(), and the folder is as it was."""
        before = self.everything()
        lines = self.refused(*arguments, says=says, **settings)
        self.assertEqual(self.everything(), before)
        return lines

    def refused_everywhere(self, says=()):
        """prepare, plan and run refuse the experiment or its data, and leave nothing."""
        for command in (("run", self.experiment, "--db", self.database), ("data", "prepare", self.experiment)):
            lines = self.refused_and_nothing_made(*command, says=says)
        return lines

    def everything(self):
        """Files of the test's folder; empty folders are nothing that was made."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if not path.is_dir())

    def change(self, old, new, count=1):
        """Replaces text of the experiment that must be there."""
        text = self.experiment.read_text()
        self.assertIn(old, text)
        self.experiment.write_text(text.replace(old, new, count))
