"""Runs purkinje under mpirun in a folder of its own, kills it, and looks at what is left."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

BIN = Path(os.environ["PURKINJE_BIN"])
EXPERIMENT = """
name: cluster
data: {set: synthetic, task: binary, positive: [MI], preprocessing: {resample_hz: 100, duration_s: 2.5}}
protocol: {kind: stratified_kfold, folds: 3, validation: 0.25, seeds: [1, 2]}
model: {name: cnn_gru_attention}
training: {epochs: 4}
evaluation: {thresholds: [fixed_0.5, max_f1]}
grid:
  variants:
    full: {title: full}
    temporal: {model.branches: temporal}
"""
JOBS = 16  # 2 variants x 2 seeds x 3 folds, and 4 pooled evaluations


class Sweep(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="purkinje-cluster-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.experiment = self.folder / "cluster.yaml"
        self.experiment.write_text(EXPERIMENT)
        self.environment = dict(
            os.environ,
            PURKINJE_TRAINER=str(BIN / "fake-trainer"),
            PURKINJE_CACHE=str(self.folder / "cache"),
            OMPI_ALLOW_RUN_AS_ROOT="1",
            OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1",
        )

    def command(self, ranks, database, *more):
        program = [str(BIN / "purkinje"), "run", str(self.experiment), "--db", str(database), *more]
        if ranks == 0:
            return program  # without mpirun
        return ["mpirun", "--oversubscribe", "--bind-to", "none", "-np", str(ranks), *program]

    def start(self, ranks, database, *more, **settings):
        return subprocess.Popen(
            self.command(ranks, database, *more),
            env=dict(self.environment, **settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def finish(self, process, seconds=120):
        output, _ = process.communicate(timeout=seconds)
        return process.returncode, output

    def run_sweep(self, ranks, database, *more, **settings):
        return self.finish(self.start(ranks, database, *more, **settings))

    def kill_all(self, process):
        """SIGKILL to mpirun and every rank: the session that start() made, and children that left its group."""
        family = self.descendants(process.pid)
        for pid in [process.pid, *family]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        process.communicate()
        self.wait_until(lambda: not any(alive(pid) for pid in family))

    def descendants(self, pid):
        children = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                except (OSError, IndexError):
                    continue
                children.setdefault(parent, []).append(int(entry.name))
        found, open_ = [], [pid]
        while open_:
            for child in children.get(open_.pop(), []):
                found.append(child)
                open_.append(child)
        return found

    def wait_until(self, condition, seconds=60):
        deadline = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), deadline, "waited in vain")
            time.sleep(0.01)

    def purkinje(self, *arguments):
        return subprocess.run(
            [str(BIN / "purkinje"), *map(str, arguments)],
            env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
        )

    def query(self, database, sql):
        answer = self.purkinje("query", "--db", database, "--format", "json", sql)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return json.loads(answer.stdout)

    def count(self, database, sql):
        return list(self.query(database, sql)[0].values())[0]

    def done_jobs(self, database):
        if not database.exists():
            return 0
        answer = self.purkinje("query", "--db", database, "--format", "json",
                               "SELECT count(*) AS n FROM job WHERE state = 'done'")
        return json.loads(answer.stdout)[0]["n"] if answer.returncode == 0 else 0


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
