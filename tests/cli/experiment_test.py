"""Wrong experiment files: everything that is wrong at once, with file, line, key and nearest name."""

from cli import EXPERIMENT, Cli


class WrongExperiments(Cli):
    def test_misspelt_keys_are_all_named_in_one_go(self):
        self.experiment.write_text(EXPERIMENT.replace("positive:", "positve:").replace("folds:", "flods:")
                                   .replace("epochs:", "epoch:").replace("columns:", "colums:"))
        lines = self.refused_everywhere(says=[
            "small.yaml:3: data.positve", "did you mean 'positive'", "small.yaml:4: protocol.flods",
            "did you mean 'folds'", "small.yaml:6: training.epoch", "did you mean 'epochs'", "small.yaml:14",
            "did you mean 'columns'"])
        self.assertGreaterEqual(len(lines), 4)

    def test_wrong_types_are_named(self):
        self.experiment.write_text(EXPERIMENT.replace("folds: 3", "folds: three").replace("epochs: 2", "epochs: [2]")
                                   .replace("[MI]", "MI").replace("duration_s: 2.5", "duration_s: {a: 1}"))
        self.refused_everywhere(says=["small.yaml:4: protocol.folds", "small.yaml:6: training.epochs",
                                      "small.yaml:3: data.positive", "small.yaml:3: data.preprocessing.duration_s"])

    def test_impossible_combinations_are_named(self):
        for old, new, says in (
                ("positive: [MI]", "task: multi_label, positive: [MI]", "positive"),
                ("name: cnn_gru_attention", "name: cnn_gru_attention, recurrent: none, hidden: 32", "hidden"),
                ("duration_s: 2.5", "duration_s: 2.5, low_hz: 3", "low_hz"),
                ("folds: 3", "kind: holdout, folds: 3", "folds"),
                ("resample_hz: 100", "resample_hz: 100, filter: bandpass, low_hz: 30, high_hz: 20", "high_hz"),
                ("folds: 3", "folds: 1000", "1000 folds"),
                ("folds: 3", "folds: 1", "folds"),
                ("validation: 0.25", "validation: 0.99", "validation"),
                ("seeds: [1, 2]", "seeds: []", "seeds"),
                ("seeds: [1, 2]", "seeds: [1, 1]", "1"),
                ("epochs: 2", "epochs: 0", "epochs"),
                ("epochs: 2", "batch_size: 0", "batch_size"),
                ("epochs: 2", "epochs: -3", "-3"),
                ("epochs: 2", "epochs: 99999999999999999999", "epochs"),
                ("epochs: 2", "learning_rate: -1", "learning_rate"),
                ("duration_s: 2.5", "duration_s: 1e300", "duration_s"),
                ("title: full", "title: [a, b]", "title"),
                ("name: small", "name: ''", "name"),
                ("    temporal: {model.branches: temporal}", "    full: {model.branches: temporal}", "full"),
                ("    temporal: {model.branches: temporal}", "    te mp: {model.branches: temporal}", "te mp"),
                ("    temporal: {model.branches: temporal}", "    temporal: {model.branches: {a: b}}", "branches"),
                ("  variants:\n", "  variants: []\n  x:\n", "variants"),
                ("{variant: temporal}", "{variant: temporla}", "temporla"),
                ("[roc_auc]", "[roc_acu]", "did you mean 'roc_auc'")):
            with self.subTest(new=new):
                self.experiment.write_text(EXPERIMENT)
                self.change(old, new)
                self.refused("run", self.experiment, "--db", self.database, says=[says])
                self.assertFalse(self.database.exists())

    def test_unknown_networks_and_data_sets_get_the_nearest_name(self):
        self.change("cnn_gru_attention", "cnn_gru_atention")
        self.refused_everywhere(says=["small.yaml:5: model.name", "did you mean 'cnn_gru_attention'"])
        self.experiment.write_text(EXPERIMENT)
        self.change("set: clinic", "set: clnic")
        self.refused_everywhere(says=["clnic", "did you mean 'clinic'"])
        self.refused("plan", self.experiment, says=["clnic", "did you mean 'clinic'"])
        self.refused("plan", self.experiment, PURKINJE_SETS="/absent/sets", says=["/absent/sets"])

    def test_what_is_no_experiment_is_named(self):
        for bytes_, says in ((b"", "small.yaml"), (b"# only a comment\n", "small.yaml"), (b"just text\n", "small.yaml"),
                             (b"- a\n- list\n", "small.yaml"), (b"name: x\ndata:\n\tset: synthetic\n", "small.yaml:3"),
                             (b"\0\1\2\xff\xfe" * 200, "small.yaml"), (b"name: [unclosed\n", "small.yaml"),
                             (b"name: x\nname: y\n", "twice"), (b"{" * 5000, "small.yaml"),
                             (b"a: &a [*a]\n", "small.yaml"), (b"? [a]\n: b\n", "small.yaml"),
                             (b"name: x\n---\nname: y\n", "small.yaml")):
            with self.subTest(bytes=bytes_[:20]):
                self.experiment.write_bytes(bytes_)
                self.refused_everywhere(says=[says])
