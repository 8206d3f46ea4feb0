"""Wrong input under mpirun: one sentence, code 2, nothing made."""

from cluster import EXPERIMENT, Sweep


class WrongInput(Sweep):
    def refused(self, *, ranks=3, expected):
        database = self.folder / "wrong.db"
        code, output = self.run_sweep(ranks, database)
        self.assertEqual(code, 2, output)
        for text in expected:
            self.assertIn(text, output)
        ours = [line for line in output.splitlines() if line.startswith("purkinje: ")]
        self.assertEqual(len(ours), 1, output)
        self.assertFalse(database.exists())

    def test_a_misspelt_key_is_named_with_file_line_and_the_nearest_name(self):
        self.experiment.write_text(EXPERIMENT.replace("epochs: 4", "epoch: 4"))
        self.refused(expected=["cluster.yaml:6", "epoch", "epochs"])

    def test_an_unknown_network_is_named_with_the_nearest_one(self):
        self.experiment.write_text(EXPERIMENT.replace("cnn_gru_attention", "cnn_gru_atention"))
        self.refused(expected=["cnn_gru_atention", "did you mean 'cnn_gru_attention'"])

    def test_a_fold_without_positives_is_named(self):
        self.experiment.write_text(EXPERIMENT.replace("positive: [MI],", "positive: [MI], select: {positives: 2, negatives: 40, seed: 1},"))
        self.refused(ranks=0, expected=["fold", "MI"])

    def test_a_missing_experiment_is_named(self):
        self.experiment.unlink()
        self.refused(expected=["cluster.yaml"])

    def test_a_missing_trainer_is_said_once(self):
        self.environment["PURKINJE_TRAINER"] = str(self.folder / "no-trainer")
        code, output = self.run_sweep(3, self.folder / "wrong.db")
        self.assertEqual(code, 2, output)
        self.assertEqual(output.count("no-trainer"), 1, output)
