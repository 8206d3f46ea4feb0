"""Every experiment of experiments/ with its smallest profile, real networks and real recordings, under mpirun."""

import os
import subprocess
import unittest
from pathlib import Path

from cluster import BIN, Sweep

SOURCE = Path(os.environ["PURKINJE_SOURCE"])
DATA = Path(os.environ.get("PURKINJE_DATA", SOURCE.parent / "shared" / "data"))


class Studies(Sweep):
    def setUp(self):
        super().setUp()
        if not (BIN / "purkinje-trainer").exists():
            self.skipTest("purkinje-trainer is not built")
        if not DATA.is_dir():
            self.skipTest(f"no recordings in {DATA} (PURKINJE_DATA names their folder)")
        del self.environment["PURKINJE_TRAINER"]
        self.environment["PURKINJE_DATA"] = str(DATA)
        self.database = self.folder / "results.db"

    def program(self, *arguments):
        return subprocess.run([BIN / "purkinje", *map(str, arguments)], env=self.environment, text=True,
                              capture_output=True, check=False)

    def run_study(self, name, profile="smoke"):
        self.experiment = SOURCE / "experiments" / f"{name}.yaml"
        code, output = self.run_sweep(2, self.database, "--profile", profile)
        self.assertEqual(code, 0, output)
        report = self.program("report", "--db", self.database, "--out", self.folder / "report", "--print")
        self.assertEqual(report.returncode, 0, report.stderr)
        check = self.program("db", "check", "--db", self.database)
        self.assertEqual(check.returncode, 0, check.stderr + check.stdout)
        again, output = self.run_sweep(2, self.database, "--profile", profile)
        self.assertEqual(again, 0, output)
        self.assertEqual(self.count("SELECT count(*) FROM attempt GROUP BY job HAVING count(*) > 1"), 0)
        return report.stdout

    def count(self, sql):
        """The number in the first row; 0 where there is none."""
        answer = self.program("query", "--db", self.database, "--format", "csv", sql)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        lines = answer.stdout.split()[1:]
        return int(lines[0]) if lines else 0

    def jobs(self, kind):
        return self.count(f"SELECT count(*) FROM job WHERE kind = '{kind}' AND state = 'done'")

    def test_ctrcd_attends_to_waves(self):
        tables = self.run_study("ctrcd")
        self.assertEqual((self.jobs("training"), self.jobs("derived")), (14, 7))
        self.assertIn("2 folds by patient", tables)
        self.assertGreater(self.count("SELECT count(*) FROM metric WHERE name = 'attention_share_qrs' AND value > 0"), 0)

    def test_danet_shares_its_module_and_has_two_stages(self):
        tables = self.run_study("danet")
        self.assertEqual((self.jobs("training"), self.jobs("artefact")), (5, 1))
        self.assertEqual(self.count("SELECT count(DISTINCT stage) AS n FROM evaluation"), 3)
        self.assertIn("named records, apart by patient", tables)
        self.assertGreater(self.count("SELECT count(*) FROM metric WHERE name = 'weight_track_mean_p' AND value > 0"), 0)
        # Other data sets: evaluated after every stage, in the tables, with no threshold of their own.
        self.assertIn("on twelve_lead: other data, never seen in training", tables)
        on_ludb = "evaluation e ON e.id = m.evaluation WHERE e.part = 'ludb'"
        self.assertEqual(self.count("SELECT count(*) AS n FROM evaluation WHERE part = 'ludb' OR part = 'twelve_lead'"), 14)
        self.assertEqual(self.count(f"SELECT count(*) AS n FROM threshold m JOIN {on_ludb} AND m.chosen_on NOT IN "
                                    "('fixed', 'validation')"), 0)
        self.assertGreater(self.count(f"SELECT count(*) AS n FROM metric m JOIN {on_ludb} AND m.name = "
                                      "'weight_track_mean_p' AND m.value > 0"), 0)

    def test_beats_have_generators_ensembles_and_grad_cam(self):
        tables = self.run_study("beats")
        self.assertEqual((self.jobs("training"), self.jobs("artefact"), self.jobs("derived")), (20, 3, 7))
        self.assertIn("generated beats only", tables)
        self.assertIn("the same patients train and test", tables)
        self.assertGreater(self.count("SELECT count(*) FROM trace WHERE kind = 'grad_cam' AND length(columns) > 0"), 0)
        # No beat of the test part trains: what is generated or repeated is in no prediction.
        self.assertEqual(self.count("SELECT count(*) FROM (SELECT prediction_set, sample FROM prediction GROUP BY 1, 2 "
                                    "HAVING count(*) <> 4)"), 0)

    def test_twelve_lead_13_has_all_classes(self):
        tables = self.run_study("twelve_lead_13")
        self.assertEqual(self.jobs("training"), 8)
        self.assertIn("under-powered", tables)
        self.assertEqual(self.count("SELECT count(DISTINCT class) AS n FROM class_count"), 13)


if __name__ == "__main__":
    unittest.main()
