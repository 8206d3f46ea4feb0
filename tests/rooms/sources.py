"""The project's files, and which of them include which: what every check of this folder starts from."""

import pathlib
import re
import subprocess

CPP = {".h", ".cpp", ".cu", ".cuh", ".hpp"}
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def project_files(root):
    """Paths relative to root, as strings: what git tracks or would track; every file where there is no git."""
    root = pathlib.Path(root)
    if (root / ".git").exists():
        command = ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        listed = subprocess.run(command, capture_output=True, check=False)
        if listed.returncode == 0:
            names = listed.stdout.decode().split("\0")
            return sorted(name for name in names if name and (root / name).is_file())
    files = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return sorted(str(path) for path in files if not {"build", ".git"} & set(path.parts))


def includes(root, name):
    """[(line number, header, is quoted)] of a C++ file."""
    found = []
    text = (pathlib.Path(root) / name).read_text(errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        match = INCLUDE.match(line)
        if match:
            found.append((number, match.group(2), match.group(1) == '"'))
    return found


class IncludeGraph:
    """Includes of every C++ file of the project; quoted headers are resolved from the root, as the style asks."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.files = [name for name in project_files(root) if pathlib.PurePath(name).suffix in CPP]
        self.direct = {name: includes(root, name) for name in self.files}

    def own(self, name):
        """The project's headers that a file includes directly."""
        return [header for _, header, _ in self.direct.get(name, []) if header in self.direct]

    def reached(self, name):
        """The file and every header of the project that it includes, at any depth."""
        seen, open_ = {name}, [name]
        while open_:
            for header in self.own(open_.pop()):
                if header not in seen:
                    seen.add(header)
                    open_.append(header)
        return seen
