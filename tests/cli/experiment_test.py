"""Wrong experiment files: everything that is wrong at once, with file, line, key and nearest name."""

import json

from cli import EXPERIMENT, Cli

# Two more variants, which build on artefacts, and an ensemble: laid over the small experiment.
PRODUCTS = """
artefacts:
  gan: {model: {name: beat_gan}, training: {procedure: adversarial, adversarial_class: MI, scaling: none}, seed: 5}
  waves: {model: {name: waveform_module}, training: {procedure: weight_track, wave_weights: target}}
ensembles:
  mean: {method: average, members: [full, tuned]}
"""
VARIANTS = """    temporal: {model.branches: temporal}
    tuned: {model.name: danet, training: {pretrained: waves, stages: [{name: frozen, freeze: [enhancer]}, {name: fine}]}}
    gan: {training: {augmentation: synthetic, synthetic_from: [gan]}}
"""


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
                ("epochs: 2", "epochs: 2, loss: focal", "focal does not fit a binary task"),
                ("epochs: 2", "epochs: 2, wave_weights: input", "set data.regions"),
                ("rows: [{variant: full}", "rows: [{variant: full, stage: trian}", "did you mean 'train'?"),
                ("epochs: 2", "batch_size: 0", "batch_size"),
                ("epochs: 2", "epochs: -3", "-3"),
                ("epochs: 2", "epochs: 99999999999999999999", "epochs"),
                ("epochs: 2", "epochs: 1e15", "small.yaml:6: training.epochs"),
                ("epochs: 2", "wave_weights: input, weight_p: -1", "training.weight_p: -1.0 is below"),
                ("resample_hz: 100", "resample_hz: 100, leads: [I, II, i]", "small.yaml:3: data.preprocessing.leads: the lead 'i' stands twice"),
                ("positive: [MI]", "positive: [MI, MI]", "small.yaml:3: data.positive: the class 'MI' stands twice"),
                ("name: cnn_gru_attention", "name: cnn_gru_attention, spatial_kernel: 4", "small.yaml:5: model.spatial_kernel: 4 is no odd kernel"),
                ("name: cnn_gru_attention", "name: cnn_gru_attention, hidden: 1000000000000", "small.yaml:5: model.hidden"),
                ("columns: [roc_auc]", "columns: [{metric: roc_auc, class: MI}]", "a binary task has one value"),
                ("columns: [roc_auc]", "columns: [{metric: accuracy, rule: max_f1, chosen_on: test}]", "small.yaml:14: report.tables.one.columns: the rule max_f1 of column 'accuracy' is not among evaluation.thresholds"),
                ("columns: [roc_auc]", "columns: [attention_mean_p]", "needs to know where the waves are: set data.regions"),
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

    def write_products(self):
        self.experiment.write_text(EXPERIMENT + PRODUCTS)
        self.change("    temporal: {model.branches: temporal}\n", VARIANTS)
        self.change("positive: [MI],", "positive: [MI], regions: delineated,")
        self.change("duration_s: 2.5", "duration_s: 2.5, scaling: minmax_record")

    def test_wrong_artefacts_ensembles_and_stages_are_named(self):
        self.write_products()
        self.works("plan", self.experiment)
        for old, new, says in (
                ("pretrained: waves", "pretrained: wave", "there is no artefact 'wave'; did you mean 'waves'?"),
                ("pretrained: waves", "pretrained: gan", "'gan' is made by adversarial"),
                ("[gan]", "[gan, gan]", "'gan' is named twice"),
                ("[gan]", "[waves]", "'waves' is made by weight_track"),
                ("[gan]", "gan", "synthetic_from: a list of texts expected"),
                ("adversarial_class: MI", "adversarial_class: IM", "no class 'IM' in the data"),
                (", adversarial_class: MI", "", "'adversarial_class' is missing"),
                (", scaling: minmax_record", "", "samples between 0 and 1"),
                ("adversarial_class: MI", "adversarial_class: MI, generated_share: 0", "0 generates nothing"),
                ("synthetic_from: [gan]", "synthetic_from: [gan], augmentation_share: 0", "0 adds nothing"),
                ("freeze: [enhancer]", "freeze: [enhancr]", "the network danet has no part 'enhancr'; did you mean 'enhancer'?"),
                ("pretrained: waves", "pretrained: waves, pretrained_part: clasifier", "did you mean 'classifier'?"),
                ("name: waveform_module", "name: waveform_module, kernel: 4", "small.yaml:21: artefacts.waves.model.kernel: 4 is no odd kernel"),
                ("name: waveform_module", "name: waveform_module, kernel: 3", "kernel is 3 in the artefact 'waves'"),
                ("procedure: adversarial", "procedure: adverserial", "did you mean 'adversarial'?"),
                ("name: waveform_module", "name: beat_gan", "the network beat_gan is trained by the procedure adversarial, not by weight_track"),
                ("    temporal: {model.branches: temporal}", "    temporal: {model.name: waveform_module}", "the network waveform_module is trained by the procedure weight_track: it belongs under artefacts"),
                ("procedure: weight_track", "procedure: supervised", "made by the procedure adversarial or weight_track"),
                ("training: {procedure: weight_track", "trainin: {procedure: weight_track", "did you mean 'training'?"),
                ("seed: 5", "seed: -5", "artefacts.gan.seed"),
                ("  waves:", "  wa ves:", "'wa ves' is no name for an artefact"),
                ("artefacts:\n", "artefact:\n", "did you mean 'artefacts'?"),
                ("artefacts:\n", "artefacts: 3\nx:\n", "artefacts are a map from name"),
                ("method: average", "method: averge", "did you mean 'average'?"),
                ("[full, tuned]", "[full, tunde]", "there is no variant 'tunde'; did you mean 'tuned'?"),
                ("[full, tuned]", "[full]", "at least 2 variants"),
                ("[full, tuned]", "['x*']", "no variant fits 'x*'"),
                ("[full, tuned]", "[[full], tuned]", "members[0]: text expected"),
                ("  mean:", "  full:", "'full' is the name of a variant already"),
                ("ensembles:\n", "ensembles: []\nx:\n", "ensembles are a map from name"),
                ("name: frozen", "epochs: 3", "'name' is missing"),
                ("name: frozen", "name: fine", "the stage 'fine' stands twice"),
                ("freeze:", "freze:", "did you mean 'freeze'?"),
                ("stages: [", "stages: {a: [", "small.yaml")):
            with self.subTest(new=new):
                self.write_products()
                self.change(old, new)
                lines = self.refused("run", self.experiment, "--db", self.database, says=[says])
                self.assertFalse(self.database.exists())
                if "in the data" not in says:
                    self.assertIn("small.yaml", "".join(lines))

    def test_an_ensemble_that_looks_at_validation_needs_such_a_part(self):
        self.write_products()
        self.change("method: average", "method: stacking, regularisation: 0")
        self.refused("plan", self.experiment, says=["ensembles.mean.regularisation", "without a penalty"])
        self.change("regularisation: 0", "regularisation: 1")
        self.works("plan", self.experiment)
        self.change("validation: 0.25, ", "")
        self.refused("plan", self.experiment, says=["ensembles.mean.members", "stacking is chosen on the validation part"])

    def test_plan_counts_trainings_artefacts_and_what_is_derived(self):
        self.write_products()
        before = json.loads(self.works("plan", self.experiment, "--json"))
        self.works("data", "prepare", self.experiment)
        after = json.loads(self.works("plan", self.experiment, "--json"))
        text = self.works("plan", self.experiment)

        # 3 folds, 2 seeds, variants full, temporal, tuned, gan; the ensemble has folds and a pool of its own.
        for kind, all_ in (("training", 24), ("artefact", 12), ("derived", 8 + 6 + 2)):
            self.assertEqual(before[kind]["all"], all_, kind)
            self.assertEqual(after[kind]["all"], all_, kind)
            self.assertEqual(after[kind]["left"], all_, kind)
        self.assertEqual([entry["name"] for entry in after["artefacts"]], ["gan", "waves"])
        self.assertIn("12 artefacts: gan x 6, waves x 2 seeds x 3 folds", text)
        self.assertIn("mean      average of full, tuned", text)
        needs = {job["id"]: job["needs"] for job in after["jobs"]}
        for job in after["jobs"]:
            for need in job["needs"]:
                self.assertLess(list(needs).index(need), list(needs).index(job["id"]))

    def test_an_artefact_that_nobody_names_is_a_note(self):
        self.write_products()
        self.change("pretrained: waves, ", "")
        self.assertIn("note      no variant names the artefact 'waves': it is not made", self.works("plan", self.experiment))

    def test_a_signal_too_short_for_the_network_is_said_before_the_first_job(self):
        self.change("model: {name: cnn_gru_attention}", "model: {name: recurrent, pool: 251}")
        self.change("    temporal: {model.branches: temporal}\n", "    temporal: {model.cell: lstm}\n")
        self.refused("run", self.experiment, "--db", self.database,
                     says=["small.yaml:5: model.pool: a signal of 250 samples has no 251 to average"])
        self.assertFalse(self.database.exists())

    def test_augmentation_that_adds_nothing_is_a_note(self):
        self.change("epochs: 2", "epochs: 2, augmentation: duplication")
        self.works("data", "prepare", self.experiment)
        self.assertIn("note      the augmentation of full, temporal adds nothing: each class", self.works("plan", self.experiment))

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
