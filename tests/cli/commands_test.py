"""Misspelt commands, options, names and files: one sentence with the nearest name, code 2, nothing made.

And tables whose columns stand under one another."""

import re

from cli import Cli


class WrongCommands(Cli):

    def test_misspelt_commands_get_the_nearest_name(self):
        for words, nearest in ((["pla"], "plan"), (["rum", "x.yaml"], "run"), (["data", "lsit"], "list"),
                               (["db", "chek"], "check"), (["stauts"], "status")):
            self.refused_and_nothing_made(*words, says=[words[-1] if words[0] in ("data", "db") else words[0],
                                                        f"did you mean '{nearest}'"])

    def test_misspelt_options_get_the_nearest_name(self):
        for words, option, nearest in (
                (["plan", self.experiment, "--profil", "reduced"], "--profil", "--profile"),
                (["run", "--bd", self.database, self.experiment], "--bd", "--db"),
                (["run", self.experiment, "--time-limt=3"], "--time-limt", "--time-limit"),
                (["data", "synth", "--out", "x", "--recods", "3"], "--recods", "--records"),
                (["report", "--db", self.database, "--oot", "r"], "--oot", "--out")):
            self.refused_and_nothing_made(*words, says=[option, f"did you mean '{nearest}'"])

    def test_what_is_missing_is_named(self):
        self.refused_and_nothing_made("plan", says=["experiment is required"])
        self.refused_and_nothing_made("data", says=["--help"])
        self.refused_and_nothing_made(says=["--help"])
        self.refused_and_nothing_made("data", "synth", says=["--out"])
        self.refused_and_nothing_made("plan", self.experiment, "--profile", says=["--profile"])

    def test_a_word_too_many_is_named(self):
        self.refused_and_nothing_made("models", "cnn_gru_attention", "extra", says=["extra"])

    def test_an_experiment_that_is_no_file_is_named(self):
        for command in ("plan", "run"):
            self.refused_and_nothing_made(command, "absent.yaml", says=["absent.yaml", "No such file"])
            self.refused_and_nothing_made(command, self.data, says=["data", "folder"])
        self.refused_and_nothing_made("data", "prepare", "absent.yaml", says=["absent.yaml"])

    def test_unknown_names_get_the_nearest(self):
        self.refused_and_nothing_made("models", "cnn_gru_atention", says=["did you mean 'cnn_gru_attention'"])
        self.refused_and_nothing_made("data", "inspect", "clinc/00001", says=["did you mean 'clinic'"])
        self.refused_and_nothing_made("data", "inspect", "clinic/00099", says=["00099"])
        self.refused_and_nothing_made("data", "inspect", "absent.hea", says=["absent.hea"])
        self.refused_and_nothing_made("plan", self.experiment, "--profile", "redcued", says=["redcued"])
        self.refused_and_nothing_made("plan", self.experiment, "--set", "training.epoch=3", says=["epochs"])

    def test_odd_values_of_options_are_named(self):
        for words, says in (
                (["run", self.experiment, "--time-limit", "soon"], "--time-limit soon"),
                (["run", self.experiment, "--time-limit", "-5"], "-5"),
                (["run", self.experiment, "--time-limit", "99999999999999999999"], "--time-limit"),
                (["plan", self.experiment, "--set", "nonsense"], "nonsense"),
                (["plan", self.experiment, "--set", "=3"], "=3"),
                (["plan", self.experiment, "--set", "training.epochs="], "epochs"),
                (["plan", self.experiment, "--set", "training.epochs=[1,"], "training.epochs"),
                (["plan", self.experiment, "--set", "training..epochs=1"], "training"),
                (["data", "synth", "--out", "made", "--records", "many"], "many"),
                (["data", "synth", "--out", "made", "--records", "-3"], "-3"),
                (["data", "synth", "--out", "made", "--records", "1e18"], "records"),
                (["data", "synth", "--out", "made", "--conditions", "[NSR"], "not YAML"),
                (["data", "synth", "--out", "made", "--duration-s", "1e18"], "duration"),
                (["data", "synth", "--out", "made", "--sample-rate-hz", "nan"], "nan"),
                (["data", "inspect", "clinic/00001", "--from", "99"], "--from"),
                (["data", "inspect", "clinic/00001", "--for", "-1"], "--for"),
                (["data", "inspect", "clinic/00001", "--from", "nan"], "--from"),
                (["data", "inspect", "clinic/00001", "--lead", "V9"], "V9"),
                (["data", "inspect", "clinic/00001", "--svg", "absent/x.svg"], "absent/x.svg")):
            with self.subTest(words=words[:2] + words[-2:]):
                self.refused_and_nothing_made(*words, says=[says])

    def test_an_unknown_variant_in_a_filter_is_named_with_the_nearest(self):
        for filter_, says in (("variant=ful", "did you mean 'full'"), ("varaint=full", "did you mean 'variant'"),
                              ("seed=9", "9"), ("fold=77", "77"), ("seed=x", "x"), ("nonsense", "nonsense"),
                              ("variant=", "variant")):
            with self.subTest(filter=filter_):
                self.refused("run", self.experiment, "--db", self.database, "--filter", filter_, says=[says])
                self.assertFalse(self.database.exists())

    def test_synth_does_not_write_into_a_folder_that_has_something(self):
        self.refused_and_nothing_made("data", "synth", "--out", self.data, says=["data"])
        self.refused_and_nothing_made("data", "synth", "--out", self.experiment, says=["small.yaml"])


class Columns(Cli):

    def test_the_help_of_a_networks_options_stands_in_one_column(self):
        networks = {}
        for line in self.works("models").splitlines():
            if not line.startswith(" "):
                name = line.split(":")[0]
                networks[name] = []
            elif option := re.match(r"  [a-z_]+ +(-?[\w.\[\],]+|-)  +(?=\S)", line):
                networks[name].append(option.end())
        self.assertGreater(len(networks), 5)
        for name, columns in networks.items():
            with self.subTest(network=name):
                self.assertGreater(len(columns), 0)
                self.assertEqual(len(set(columns)), 1, columns)
