"""The checks of this folder can fail: each is shown a small tree with one fault in it."""

import pathlib
import tempfile
import unittest

import check_rooms
import check_texts

RULES = """
[rooms]
base:
data:
models:
db:
report: db !db/writer.h
app: data
[libraries]
mpi | mpi\\.h | app(1)
torch | torch/.*|ATen/.* | models
[files]
longest_file 20
forbidden_stem utils
"""


class Tree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def rooms(self):
        rules = self.root / "build" / "rules.txt"  # a build folder is not part of the tree
        rules.parent.mkdir(exist_ok=True)
        rules.write_text(RULES)
        return check_rooms.problems(self.root, rules)

    def test_a_tree_that_obeys_has_no_problems(self):
        self.write("base/a.h", "#pragma once\n")
        self.write("data/b.h", '#include "base/a.h"\n')
        self.write("app/c.cpp", '#include "data/b.h"\n#include <mpi.h>\n#include <vector>\n')
        self.assertEqual(self.rooms(), [])

    def test_a_forbidden_room_is_named_with_its_line(self):
        self.write("data/b.h", "")
        self.write("models/m.cpp", '#include <vector>\n#include "data/b.h"\n')
        self.assertEqual(self.rooms(), ["models/m.cpp:2: models/ may not include data/b.h"])

    def test_a_subfolder_has_the_rights_of_its_room(self):
        self.write("data/b.h", "")
        self.write("app/commands/c.cpp", '#include "data/b.h"\n')
        self.write("data/deep/d.cpp", '#include "app/c.h"\n')
        self.write("app/c.h", "")
        self.assertEqual(self.rooms(), ["data/deep/d.cpp:1: data/ may not include app/c.h"])

    def test_a_single_forbidden_file_of_an_allowed_room_is_found(self):
        self.write("db/writer.h", "")
        self.write("db/reader.h", "")
        self.write("report/r.cpp", '#include "db/reader.h"\n#include "db/writer.h"\n')
        self.assertEqual(self.rooms(), ["report/r.cpp:2: report/ may not include db/writer.h"])

    def test_a_library_reached_through_our_own_header_is_found(self):
        self.write("models/net.h", "#include <torch/nn.h>\n")
        self.write("app/c.cpp", '#include "models/net.h"\n')
        self.assertIn("app/c.cpp: app/ may not include torch through models/net.h (line 1)", self.rooms())

    def test_a_second_file_with_mpi_is_found(self):
        self.write("app/a.cpp", "#include <mpi.h>\n")
        self.write("app/b.cpp", "#include <mpi.h>\n")
        self.assertEqual(self.rooms(), ["app/a.cpp, app/b.cpp: 2 files of app/ include mpi, 1 may"])

    def test_an_include_relative_to_its_own_folder_is_found(self):
        self.write("data/b.h", "")
        self.write("data/c.cpp", '#include "b.h"\n')
        self.assertEqual(self.rooms(), ['data/c.cpp:1: include from the root: "data/b.h"'])

    def test_a_folder_outside_the_table_is_found(self):
        self.write("attic/a.cpp", "")
        self.assertEqual(len(self.rooms()), 1)

    def test_long_files_and_empty_names_are_found(self):
        self.write("data/utils.h", "")
        self.write("data/long.cpp", "\n" * 21)
        self.assertEqual(len(self.rooms()), 2)

    def test_a_machine_path_and_a_registry_host_are_found(self):
        self.write("a.txt", "fine\nsee /" + "work/x\n")
        self.write("b.sh", "curl https://pypi." + "org/simple\n")
        found = check_texts.problems(self.root)
        self.assertEqual([line.split(": ")[0] for line in found], ["a.txt:2", "b.sh:1"])

    def test_dead_links_are_found_and_live_ones_pass(self):
        self.write("docs/a.md", "# A title, here\n[x](b.md) [y](../c.md) [z](#a-title-here) [w](https://example.com/q)\n")
        self.write("docs/b.md", "[gone](nowhere.md) [no heading](a.md#other)\n```\n[code](is/ignored.md)\n```\n")
        self.write("c.md", "")
        self.assertEqual(check_texts.problems(self.root), [
            "docs/b.md: the link nowhere.md leads nowhere",
            "docs/b.md: the link a.md#other names no heading of a.md"])


if __name__ == "__main__":
    unittest.main()
