"""docs/add-a-data-set.md as a newcomer follows it: its descriptor, its table and its commands, in a fresh folder."""

import os
import re
import subprocess

from cli import BIN, PROJECT, Cli

PAGE = (PROJECT / "docs" / "add-a-data-set.md").read_text()


def blocks(language):
    return [re.sub(r"(?m)^   ", "", text) for text in re.findall(rf"(?ms)^ *```{language}\n(.*?)^ *```$", PAGE)]


class ThePage(Cli):
    def test_its_commands_run_in_order_in_a_fresh_folder(self):
        place = self.folder / "fresh"
        place.mkdir()
        environment = {key: value for key, value in self.environment.items()
                       if key not in ("PURKINJE_SETS", "PURKINJE_DATA")}
        environment["PATH"] = f"{BIN}:{os.environ['PATH']}"
        descriptor, experiment = blocks("yaml")[:2]
        commands = blocks("sh")
        self.assertGreaterEqual(len(commands), 3)
        script = ["set -euo pipefail"]
        for text in commands:
            script += ["set -x", text, "{ set +x; } 2>/dev/null"]
        (place / "my-sets").mkdir()
        (place / "my-sets" / "clinic.yaml").write_text(descriptor)
        (place / "clinic.yaml").write_text(experiment)

        answer = subprocess.run(["bash", "-c", "\n".join(script)], cwd=place, env=environment, capture_output=True,
                                text=True, timeout=200, stdin=subprocess.DEVNULL)

        self.assertEqual(answer.returncode, 0, answer.stderr + answer.stdout)
        self.assertRegex(answer.stdout, r"(?m)^clinic +\d+")
        self.assertIn("fingerprint", answer.stdout)
        self.assertTrue((place / "00001.svg").exists())
