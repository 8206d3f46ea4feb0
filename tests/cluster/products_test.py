"""Artefacts, ensembles and pools in one sweep: waited for, made again when their file is lost, and after kills the same
as undisturbed."""

import json

from cluster import Sweep

EXPERIMENT = """
name: products
data: {set: synthetic, task: multi_class, classes: [NSR, MI, AF], preprocessing: {resample_hz: 100, duration_s: 2.5, scaling: minmax_record}}
protocol: {kind: stratified_kfold, folds: 2, validation: 0.25, seeds: [1, 2]}
model: {name: cnn_gru_attention}
training: {epochs: 3, loss: cross_entropy, sampling: shuffled}
artefacts:
  beats: {model: {name: beat_gan}, training: {procedure: adversarial, adversarial_class: MI, epochs: 2, scaling: none}}
grid:
  variants:
    plain: {title: plain}
    filled: {training.augmentation: synthetic, training.synthetic_from: [beats]}
    filled_too: {training.augmentation: synthetic, training.synthetic_from: [beats], model.branches: temporal}
ensembles:
  mean: {method: average, members: [plain, filled, filled_too]}
  weighted: {method: weight_grid, members: [plain, filled], grid_step: 0.5}
"""
# 2 seeds x 2 folds of an artefact, 3 trainings, 2 ensembles; 2 seeds x 5 pools.
ARTEFACTS, JOBS = 4, 34


class Products(Sweep):
    def setUp(self):
        super().setUp()
        self.experiment.write_text(EXPERIMENT)

    def artefact_files(self, database):
        return sorted((self.folder / f"{database.name}.run" / "artefacts").iterdir())

    def attempts(self, database, condition="1"):
        return self.count(database, f"SELECT count(*) FROM v_attempt JOIN v_job USING (job) WHERE {condition}")

    def same(self, a, b):
        answer = self.purkinje("db", "diff", a, b)
        self.assertEqual(answer.returncode, 0, answer.stdout)

    def test_a_sweep_makes_each_artefact_once_and_combines_what_it_trained(self):
        database = self.folder / "whole.db"

        code, output = self.run_sweep(3, database)

        self.assertEqual(code, 0, output)
        self.assertEqual(self.done_jobs(database), JOBS)
        self.assertEqual(len(self.artefact_files(database)), ARTEFACTS)
        self.assertEqual(self.count(database, "SELECT sum(users) FROM v_artefact"), 2 * ARTEFACTS)
        self.assertEqual(self.purkinje("db", "check", "--db", database).returncode, 0)
        self.assertIn(", 0 changed", self.purkinje("db", "recompute", "--db", database).stdout)
        rows = self.query(database, "SELECT environment FROM v_attempt JOIN v_job USING (job) "
                                    "WHERE procedure = 'ensemble'")
        weights = [json.loads(row["environment"])["weights"] for row in rows]
        self.assertEqual({tuple(sorted(w)) for w in weights},
                         {("filled", "filled_too", "plain"), ("filled", "plain")})
        self.assertEqual(self.count(database, "SELECT count(DISTINCT variant) FROM v_metric WHERE fold IS NULL AND "
                                              "metric = 'accuracy' AND variant IN ('mean', 'weighted')"), 2)

    def test_resuming_after_kills_gives_the_undisturbed_database(self):
        whole = self.folder / "whole.db"
        self.assertEqual(self.run_sweep(2, whole)[0], 0)
        database = self.folder / "killed.db"

        for done_before_the_kill, ranks in ((1, 3), (8, 1), (16, 2)):
            process = self.start(ranks, database, PURKINJE_FAKE_MS="60")
            self.wait_until(lambda: self.done_jobs(database) >= done_before_the_kill)
            self.assertIsNone(process.poll(), "it ended before it could be killed")
            self.kill_all(process)
        code, output = self.run_sweep(4, database)

        self.assertEqual(code, 0, output)
        self.same(whole, database)
        self.assertEqual(self.count(database, "SELECT count(*) FROM (SELECT job FROM attempt WHERE outcome = 'done' "
                                              "GROUP BY job HAVING count(*) > 1)"), 0)

    def test_an_artefact_that_was_deleted_is_made_again_only_where_it_is_needed(self):
        whole = self.folder / "whole.db"
        self.assertEqual(self.run_sweep(2, whole)[0], 0)
        database = self.folder / "partly.db"
        code, output = self.run_sweep(0, database, "--filter", "variant=plain,filled")
        self.assertEqual(code, 0, output)
        files = self.artefact_files(database)
        self.assertEqual(len(files), ARTEFACTS)
        files[0].unlink()
        files[1].write_text("something else")
        before = self.attempts(database, "kind = 'training'")

        code, output = self.run_sweep(2, database)

        self.assertEqual(code, 0, output)
        self.assertEqual(output.count("is made again"), 2, output)
        self.assertIn("is missing", output)
        self.assertIn("was altered", output)
        self.assertEqual(self.attempts(database, "outcome = 'voided' AND kind = 'artefact'"), 2)
        self.assertEqual(self.attempts(database, "kind = 'training'"), before + 4, "only what was not done is trained")
        self.same(whole, database)
        files[0].unlink()  # nobody needs it any more
        attempts = self.attempts(database)
        self.assertEqual(self.run_sweep(2, database)[0], 0)
        self.assertEqual(self.attempts(database), attempts)

    def test_a_failed_artefact_fails_what_needs_it_and_says_so_there(self):
        database = self.folder / "failed.db"

        code, output = self.run_sweep(2, database, PURKINJE_FAKE_FAULT="diverged", PURKINJE_FAKE_FAULTY="artefact")

        self.assertEqual(code, 1, output)
        reasons = self.query(database, "SELECT kind, state, reason FROM v_job")
        for row in reasons:
            self.assertIn(row["state"], ("done", "failed"))
            if row["state"] == "failed":
                self.assertIn("the loss is not a number", row["reason"])
        failed = [row["kind"] for row in reasons if row["state"] == "failed"]
        self.assertEqual({kind: failed.count(kind) for kind in failed},
                         {"artefact": 4, "training": 8, "derived": 16})
        self.assertEqual(self.attempts(database, "kind <> 'artefact' AND state = 'failed'"), 0, "nothing was tried")
        status = self.purkinje("status", "--db", database, "--exit-code")
        self.assertEqual(status.returncode, 1)
        self.assertIn("artefact", status.stdout)
        code, output = self.run_sweep(2, database)
        self.assertEqual(code, 0, output)
        self.assertEqual(self.done_jobs(database), JOBS)

    def test_status_says_what_is_waited_for(self):
        database = self.folder / "waiting.db"
        process = self.start(0, database, PURKINJE_FAKE_MS="300")
        self.addCleanup(lambda: process.poll() is None and self.kill_all(process))
        self.wait_until(lambda: database.exists() and self.purkinje("status", "--db", database).returncode == 0 and
                        "wait for artefact" in self.purkinje("status", "--db", database).stdout)
        text = self.purkinje("status", "--db", database).stdout
        self.kill_all(process)
        self.assertIn("2 jobs wait for artefact", text)
        self.assertIn("adversarial", text)
        self.assertIn("jobs wait for the predictions of other jobs", text)
