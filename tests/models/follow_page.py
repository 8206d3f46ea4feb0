#!/usr/bin/env python3
"""Does what docs/add-a-network.md says, into a folder of its own: follow_page.py PAGE SOURCE_TREE TARGET.

A file named before a ```cpp fence is written as it stands there; a ```diff fence is laid over the file named last: its first
line must stand in that file, and the lines with + go behind it. Whatever does not fit is an error, so the page cannot grow old.
"""
import pathlib
import re
import sys


def steps(page):
    """(kind, file, lines of the fence), in the order of the page."""
    file, kind, lines = None, None, []
    for line in page.splitlines():
        if kind is None:
            named = re.search(r"`(models/[\w./]+)`(?:[:,])", line)
            if named:
                file = named.group(1)
            if line in ("```cpp", "```diff"):
                kind, lines = line[3:], []
        elif line == "```":
            yield kind, file, lines
            kind = None
        else:
            lines.append(line)


def lay_over(text, lines, file):
    context = [line[1:] for line in lines if line.startswith(" ")]
    added = [line[1:] for line in lines if line.startswith("+")]
    if len(context) != 1 or not added or len(lines) != len(added) + 1:
        sys.exit(f"{file}: a diff on the page must be one line of context and the lines to add")
    if text.count(context[0] + "\n") != 1:
        sys.exit(f"{file}: the page's line stands {text.count(context[0])} times in it: {context[0]}")
    return text.replace(context[0] + "\n", "\n".join(context + added) + "\n")


def main(page, source, target):
    made = 0
    for kind, file, lines in steps(pathlib.Path(page).read_text()):
        path = pathlib.Path(target) / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind == "cpp":
            text = "\n".join(lines) + "\n"
        else:
            before = path if path in written else pathlib.Path(source) / file
            text = lay_over(before.read_text(), lines, file)
        written.add(path)
        if not path.exists() or path.read_text() != text:  # what has not changed is not built again
            path.write_text(text)
        made += 1
    if made < 10:
        sys.exit(f"{page}: only {made} steps were understood")


if __name__ == "__main__":
    written = set()
    main(*sys.argv[1:])
