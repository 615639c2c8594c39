"""Inverts bytes of a few files in place, keeping size and modification time.

Runs as root on the instance, gets one JSON document as its argument, prints one JSON document.

  corrupt: {"do": "corrupt", "root", "suffix", "count", "seed", "before", "first", "last"}
             ->  {"files": [{"path", "original", "size", "mtime"}]}
  look:    {"do": "look", "files": [{"path"}]}  ->  {"files": [{"path", "now", "size", "mtime"}]}

`before` (seconds since the epoch) leaves out files that were modified later: only what a snapshot holds is damaged. It may be
absent, for what is stored again from its source.
Of the `count` files that the seed draws, those with numbers from `first` to before `last` are damaged by this call.
"""

import hashlib
import json
import os
import random
import sys


def digest(path):
    """SHA-256 of what is on the disk: the file's pages are dropped from the cache first."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.sha256(file.read()).hexdigest()


def write_in_place(path, offset, data):
    """Changes bytes and leaves size and times as they were, synced."""
    facts = os.stat(path)
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(data)
        file.flush()
        os.utime(file.fileno(), ns=(facts.st_atime_ns, facts.st_mtime_ns))
        os.fsync(file.fileno())


def candidates(order):
    found = []
    for folder, _, names in os.walk(order["root"]):
        for name in names:
            path = os.path.join(folder, name)
            facts = os.lstat(path)
            old_enough = facts.st_mtime < order.get("before", float("inf"))
            if name.endswith(order["suffix"]) and facts.st_size >= 64 and old_enough:
                found.append(path)
    return sorted(found)


def corrupt(order):
    paths = candidates(order)
    if len(paths) < order["count"]:
        raise SystemExit("only %d files below %s are old enough" % (len(paths), order["root"]))
    chance = random.Random(order["seed"])
    drawn = [(path, chance.randrange(0, os.path.getsize(path) - 32)) for path in chance.sample(paths, order["count"])]
    files = []
    for path, offset in drawn[order["first"]:order["last"]]:
        facts = os.stat(path)
        original = digest(path)
        with open(path, "rb") as file:
            file.seek(offset)
            piece = file.read(32)
        write_in_place(path, offset, bytes(byte ^ 0xFF for byte in piece))
        files.append({"path": path, "original": original, "size": facts.st_size, "mtime": facts.st_mtime_ns})
    return {"files": files}


def look(order):
    seen = []
    for file in order["files"]:
        facts = os.stat(file["path"])
        now = digest(file["path"])
        seen.append({"path": file["path"], "now": now, "size": facts.st_size, "mtime": facts.st_mtime_ns})
    return {"files": seen}


if __name__ == "__main__":
    request = json.loads(sys.argv[1])
    print(json.dumps({"corrupt": corrupt, "look": look}[request["do"]](request)))
