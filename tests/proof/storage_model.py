"""A model of what a power cut leaves: bytes last after the file was synced, names after their directory was synced.

`RecordingDisk` really writes and notes each act; `PowerCut` replays the notes up to a moment and loses what it may.
"""

import shutil
from contextlib import contextmanager
from pathlib import Path

from archives.storage.durable import Disk


class RecordingDisk(Disk):
    """Writes, and notes every act. `forgetful` says which of the paths to be settled are settled indeed."""

    def __init__(self, base, forgetful=lambda paths: paths):
        self.base, self.notes, self._forgetful = base, [], forgetful

    @contextmanager
    def create(self, path):
        with super().create(path) as file:
            yield file
        self.notes.append(("create", self._short(path), Path(path).read_bytes()))

    def write(self, path, data):
        super().write(path, data)
        self.notes.append(("create", self._short(path), Path(path).read_bytes()))

    def make_directory(self, path):
        missing = [each for each in (Path(path), *Path(path).parents) if not each.exists()]
        super().make_directory(path)
        self.notes += [("mkdir", self._short(each)) for each in reversed(missing)]

    def move(self, source, target):
        super().move(source, target)
        self.notes.append(("move", self._short(source), self._short(target)))

    def settle(self, paths):
        inside = [path for path in map(Path, paths) if path.is_relative_to(self.base)]
        self.notes += [("settle", self._short(path)) for path in self._forgetful(inside)]

    def acknowledge(self, *places):
        """Note that these files, and all files below these directories, were promised to last."""
        files = [
            path for place in places for path in (place.rglob("*") if place.is_dir() else [place]) if path.is_file()
        ]
        self.notes.append(("promise", {self._short(path): path.read_bytes() for path in files}))

    def _short(self, path):
        return Path(path).relative_to(self.base).as_posix()


class Node:
    """A file or directory. What lasts is kept apart from what is seen."""

    def __init__(self, data=None):
        self.data, self.lasting_data = data, b""
        self.names, self.lasting_names = {}, {}


class PowerCut:
    """The file system after the first `moment` notes."""

    def __init__(self, notes, moment):
        self._root, self._pending, self.promised = Node(), [], {}
        for act, *facts in notes[:moment]:
            getattr(self, act)(*facts)

    def create(self, path, data):
        self._change((path, Node(data)))

    def mkdir(self, path):
        self._change((path, Node()))

    def move(self, source, target):
        self._change((source, None), (target, self._node(source)))

    def settle(self, path):
        node = self._node(path)
        node.lasting_data = node.data
        for change in [change for change in self._pending if any(parent is node for parent, _, _ in change)]:
            self._pending.remove(change)
            _last(change)

    def promise(self, files):
        self.promised |= files

    def left(self, chance=None, *, everything=False):
        """Return path -> bytes of a state that may be found: only what must last, all, or by chance between."""
        for change in self._pending:
            if everything or (chance and chance.random() < 0.5):
                _last(change)
        return dict(_files("", self._root, chance, everything))

    def _change(self, *edits):
        change = []
        for path, node in edits:
            folder, _, name = path.rpartition("/")
            parent = self._node(folder)
            if node is None:
                del parent.names[name]
            else:
                parent.names[name] = node
            change.append((parent, name, node))
        self._pending.append(change)

    def _node(self, path):
        node = self._root
        for name in path.split("/") if path not in {"", "."} else []:
            node = node.names[name]
        return node


def states(notes, chance, samples):
    """Yield (promised, left) for every moment of the cut and every way of losing what may be lost."""
    for moment in range(len(notes) + 1):
        for number in range(samples + 2):
            cut = PowerCut(notes, moment)
            yield cut.promised, cut.left(chance if number > 1 else None, everything=number == 1)


def is_lost(promised, left):
    return any(left.get(path) != data for path, data in promised.items())


def lay_out(left, directory):
    """Write a state down as real files."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    for path, data in left.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_bytes(data)


def _last(change):
    for parent, name, node in change:
        if node is None:
            parent.lasting_names.pop(name, None)
        else:
            parent.lasting_names[name] = node


def _files(path, node, chance, everything):
    for name, child in node.lasting_names.items():
        place = f"{path}/{name}".lstrip("/")
        if child.data is None:
            yield from _files(place, child, chance, everything)
        else:
            yield place, _bytes(child, chance, everything)


def _bytes(node, chance, everything):
    if everything or node.lasting_data == node.data:
        return node.data
    if chance is None:
        return node.lasting_data
    cut = chance.randrange(len(node.data) + 1)
    return node.data[:cut] if chance.random() < 0.7 else bytes(len(node.data))
