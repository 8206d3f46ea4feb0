"""Fails when a folder includes what rooms.txt forbids, when a file is too long, or when its name says nothing.

    check_rooms.py ROOT [RULES]
"""

import pathlib
import re
import sys

from sources import IncludeGraph, project_files

CODE = {".h", ".cpp", ".cu", ".cuh", ".hpp", ".py", ".cmake", ".sh", ".sql"}


class Rules:
    """rooms.txt, parsed."""

    def __init__(self, path):
        self.rooms, self.libraries, self.longest, self.stems = {}, [], 400, set()
        section = ""
        for line in pathlib.Path(path).read_text().splitlines():
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                section = line.strip("[]")
            elif section == "rooms":
                room, allowed = line.split(":", 1)
                self.rooms[room.strip()] = allowed.split()
            elif section == "libraries":
                # The pattern itself may contain the separator: the outermost two are meant.
                name, rest = line.split("|", 1)
                pattern, folders = rest.rsplit("|", 1)
                self.libraries.append((name.strip(), re.compile(pattern.strip()), self._limits(folders)))
            elif line.startswith("longest_file"):
                self.longest = int(line.split()[1])
            elif line.startswith("forbidden_stem"):
                self.stems = set(line.split()[1:])

    @staticmethod
    def _limits(text):
        limits = {}
        for word in text.split():
            folder, _, limit = word.partition("(")
            limits[folder] = int(limit.rstrip(")")) if limit else None
        return limits

    def room_of(self, name):
        """The nearest folder of the table that a file lies in; None for one outside every room."""
        for folder in map(str, pathlib.PurePath(name).parents):
            if folder in self.rooms:
                return folder
        return None

    def allows(self, room, header):
        allowed = self.rooms[room]
        if "!" + header in allowed:
            return False
        home = self.room_of(header)
        return home in (room, "base") or "*" in allowed or home in allowed or header in allowed


def wrong_rooms(graph, rules):
    for name in graph.files:
        room = rules.room_of(name)
        if room is None:
            yield f"{name}: lies in no room; name its folder in tests/rooms/rooms.txt"
            continue
        for line, header, quoted in graph.direct[name]:
            if header in graph.direct and not rules.allows(room, header):
                yield f"{name}:{line}: {room}/ may not include {header}"
            elif quoted and header not in graph.direct and (graph.root / name).parent.joinpath(header).exists():
                yield f'{name}:{line}: include from the root: "{pathlib.PurePath(name).parent / header}"'


def wrong_libraries(graph, rules):
    for library, pattern, limits in rules.libraries:
        users = {name: line for name in graph.files for line, header, _ in graph.direct[name] if pattern.fullmatch(header)}
        counted = {}
        for name in graph.files:
            room = rules.room_of(name)
            if name in users and room in limits:
                counted.setdefault(room, []).append(name)
            if room not in limits:
                for through in sorted(graph.reached(name) & users.keys()):
                    way = "" if through == name else f" through {through}"
                    yield f"{name}: {room}/ may not include {library}{way} (line {users[through]})"
                    break
        for room, names in counted.items():
            if limits[room] is not None and len(names) > limits[room]:
                yield f"{', '.join(names)}: {len(names)} files of {room}/ include {library}, {limits[room]} may"


def wrong_files(root, rules):
    for name in project_files(root):
        path = pathlib.PurePath(name)
        if path.stem in rules.stems or rules.stems & set(path.parts):
            yield f"{name}: a name that says nothing; name the idea that the file holds"
        if path.suffix in CODE or path.name == "CMakeLists.txt":
            lines = (pathlib.Path(root) / name).read_bytes().count(b"\n")
            if lines > rules.longest:
                yield f"{name}: {lines} lines; at most {rules.longest}: a file is one idea"


def problems(root, rules_path):
    rules, graph = Rules(rules_path), IncludeGraph(root)
    return [*wrong_rooms(graph, rules), *wrong_libraries(graph, rules), *wrong_files(root, rules)]


def main():
    root = sys.argv[1]
    found = problems(root, sys.argv[2] if len(sys.argv) > 2 else pathlib.Path(__file__).with_name("rooms.txt"))
    print("\n".join(found) if found else f"{len(IncludeGraph(root).files)} C++ files keep to their rooms")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
