"""Where the program finds its data sets: in its source tree, installed, and where PURKINJE_SETS says."""

import os
import shutil
import subprocess
from pathlib import Path

from cli import BIN, PROJECT, Cli


class FindingSets(Cli):
    records = 4

    def listed(self, program, **settings):
        environment = dict(self.environment, **settings)
        environment = {key: value for key, value in environment.items() if value is not None}
        answer = subprocess.run([program, "data", "list"], env=environment, cwd="/", capture_output=True, text=True,
                                timeout=60)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return {line.split()[0] for line in answer.stdout.splitlines()[3:] if line and not line.startswith(" ")}

    def known(self):
        return {file.stem for file in (PROJECT / "data" / "sets").glob("*.yaml")}

    def program_in_a_tree(self):
        program = self.folder / "tree" / "build" / "release" / "bin" / "purkinje"
        program.parent.mkdir(parents=True)
        shutil.copy(BIN / "purkinje", program)
        shutil.copytree(PROJECT / "data" / "sets", self.folder / "tree" / "data" / "sets")
        return program

    def test_a_program_built_in_its_tree_finds_the_sets_of_the_tree(self):
        self.assertEqual(self.listed(self.program_in_a_tree(), PURKINJE_SETS=None), self.known())

    def test_an_installed_program_finds_the_sets_in_share(self):
        program = self.folder / "prefix" / "bin" / "purkinje"
        program.parent.mkdir(parents=True)
        shutil.copy(BIN / "purkinje", program)
        shutil.copytree(PROJECT / "data" / "sets", self.folder / "prefix" / "share" / "purkinje" / "sets")
        self.assertEqual(self.listed(program, PURKINJE_SETS=None), self.known())

    def test_a_link_to_the_program_and_the_path_find_them_too(self):
        program = self.program_in_a_tree()
        links = self.folder / "links"
        links.mkdir()
        (links / "pk").symlink_to(program)
        self.assertEqual(self.listed(links / "pk", PURKINJE_SETS=None), self.known())
        self.assertEqual(self.listed("pk", PURKINJE_SETS=None, PATH=f"{links}:{os.environ['PATH']}"), self.known())
        relative = os.path.relpath(program, "/")
        self.assertEqual(self.listed(Path(relative), PURKINJE_SETS=None), self.known())

    def test_sets_of_the_environment_come_first_and_add_to_the_others(self):
        program = self.program_in_a_tree()
        (self.sets / "mitdb.yaml").write_text("name: mitdb\ntitle: Another one\nsynthetic: {records: 3}\n")
        more = self.folder / "more"
        more.mkdir()
        (more / "second.yaml").write_text("name: second\ntitle: A second folder\nsynthetic: {records: 5}\n")
        self.assertEqual(self.listed(program, PURKINJE_SETS=f"{self.sets}:{more}"), self.known() | {"clinic", "second"})
        answer = subprocess.run([program, "data", "list"], env=dict(self.environment, PURKINJE_SETS=str(self.sets)),
                                capture_output=True, text=True)
        self.assertIn("Another one", answer.stdout)

    def test_a_program_alone_still_says_what_it_lacks(self):
        program = self.folder / "alone" / "purkinje"
        program.parent.mkdir()
        shutil.copy(BIN / "purkinje", program)
        self.assertEqual(self.listed(program, PURKINJE_SETS=None), set())
