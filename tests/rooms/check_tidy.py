"""Runs clang-tidy on a room's files, and remembers which were clean so that only changed ones are looked at again.

    check_tidy.py ROOT BUILD FOLDER [--torch]

FOLDER is a room; with --torch the files that reach LibTorch are looked at (slow), without it the others. A file is
looked at again when it, a header of ours that it reaches, its compile command or .clang-tidy has changed.
Exit code 77 means skipped: clang-tidy is not installed.
"""

import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys

from check_rooms import Rules
from sources import IncludeGraph


def reaches_torch(graph, name):
    headers = (header for own in graph.reached(name) for _, header, _ in graph.direct[own])
    return any(re.match(r"(torch|ATen|c10)/", header) for header in headers)


def key_of(graph, name, command):
    digest = hashlib.sha256(command.encode())
    for path in [".clang-tidy", *sorted(graph.reached(name))]:
        digest.update(path.encode() + b"\0" + (graph.root / path).read_bytes())
    return digest.hexdigest()


def file_by_file(commands):
    """Files that CMake compiles together (unity builds) are looked at one by one, as if compiled alone."""
    for entry in commands:
        together = pathlib.Path(entry["directory"], entry["file"])
        if together.parent.name != "Unity":
            yield entry
            continue
        for name in re.findall(r'#include "(.+)"', together.read_text()):
            yield {**entry, "file": name, "command": entry["command"].replace(str(together), name)}


def without_precompiled_headers(commands):
    """GCC's precompiled headers say nothing to clang; without them a file must include what it uses, too."""
    for entry in commands:
        entry["command"] = re.sub(r" -include \S*cmake_pch\.hxx| -Winvalid-pch", "", entry["command"])
    return commands


def main():
    root, build, room = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]), sys.argv[3]
    tidy = shutil.which("clang-tidy-14") or shutil.which("clang-tidy")
    if not tidy:
        print("clang-tidy is not installed (clang-tidy-14): not checked")
        return 77
    graph, rules = IncludeGraph(root), Rules(pathlib.Path(__file__).with_name("rooms.txt"))
    clean = build / "tidy"
    clean.mkdir(exist_ok=True)
    commands = without_precompiled_headers(list(file_by_file(json.loads((build / "compile_commands.json").read_text()))))
    (clean / room.replace("/", "-")).mkdir(exist_ok=True)
    (clean / room.replace("/", "-") / "compile_commands.json").write_text(json.dumps(commands))
    todo, looked_at = [], 0
    for entry in commands:
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        if not path.is_relative_to(root) or path.is_relative_to(build.resolve()):
            continue
        name = str(path.relative_to(root))
        if name not in graph.direct or rules.room_of(name) != room or reaches_torch(graph, name) != ("--torch" in sys.argv):
            continue
        looked_at += 1
        stamp = clean / key_of(graph, name, entry["command"])
        if not stamp.exists():
            todo.append((name, stamp))

    def look(item):
        name, stamp = item
        done = subprocess.run([tidy, "-p", str(clean / room.replace("/", "-")), "--quiet", "--warnings-as-errors=*", str(root / name)],
                              capture_output=True, text=True, check=False)
        if done.returncode == 0:
            stamp.touch()
            return None
        return f"{name}:\n{done.stdout}{'' if done.stdout.strip() else done.stderr}"

    faults = [fault for fault in map(look, todo) if fault]  # one at a time: ctest -j runs several rooms
    print("\n".join(faults))
    print(f"{looked_at} files of {room}/, {len(todo)} looked at now, {len(faults)} with faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
