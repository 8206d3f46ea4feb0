"""Fails when a file names a path of one machine or a package registry's host, or when a link in a page leads nowhere.

    check_texts.py ROOT
"""

import pathlib
import re
import sys

from sources import project_files

# In pieces, so that this file passes its own check.
MACHINE_PATHS = ["/" + "work/", "/" + "root/", "/" + "opt/pyenv", "/" + "home/"]
REGISTRY_HOSTS = [".".join(parts) for parts in [
    ("pypi", "org"), ("pythonhosted", "org"), ("deb", "debian", "org"), ("archive", "ubuntu", "com"),
    ("anaconda", "org"), ("download", "pytorch", "org"), ("npmjs", "org"), ("crates", "io"),
]]
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def text_of(path):
    data = path.read_bytes()
    return None if b"\0" in data else data.decode(errors="replace")


def wrong_words(root, names):
    for name in names:
        text = text_of(root / name)
        if text is None:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            for word in MACHINE_PATHS:
                if word in line:
                    yield f"{name}:{number}: {word} is a path of one machine"
            for word in REGISTRY_HOSTS:
                if word in line:
                    yield f"{name}:{number}: {word} is a package registry's host; let its client choose"


def anchors(text):
    """The names GitHub gives to the headings of a page."""
    found = set()
    for line in FENCE.sub("", text).splitlines():
        if line.startswith("#"):
            title = line.lstrip("#").strip().lower()
            found.add(re.sub(r"[^\w\- ]", "", title).replace(" ", "-"))
    return found


def dead_links(root, names):
    for name in names:
        if not name.endswith(".md"):
            continue
        for link in LINK.findall(FENCE.sub("", text_of(root / name))):
            if re.match(r"[a-z]+:", link):
                continue
            path, _, anchor = link.partition("#")
            target = (root / name).parent / path if path else root / name
            if not target.exists():
                yield f"{name}: the link {link} leads nowhere"
            elif anchor and target.suffix == ".md" and anchor not in anchors(text_of(target)):
                yield f"{name}: the link {link} names no heading of {path or name}"


def problems(root):
    root = pathlib.Path(root)
    names = project_files(root)
    return [*wrong_words(root, names), *dead_links(root, names)]


def main():
    found = problems(sys.argv[1])
    print("\n".join(found) if found else "no machine paths, no registry hosts, no dead links")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
