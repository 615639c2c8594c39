"""Inverts bytes of a few files in place, keeping size and modification time, or puts them back.

Runs as root on the instance, gets one JSON document as its argument, prints one JSON document.

  corrupt: {"do": "corrupt", "root", "keep", "count", "seed", "before"}  ->  {"files": [{"path", "original", "damaged"}]}
  prove:   {"do": "prove", "files"}                                      ->  {"files": [{"path", "now", "size", "mtime"}]}
  revert:  {"do": "revert", "keep", "files"}                             ->  {"restored": [path], "left": [path]}

`before` (seconds since the epoch) leaves out files that were modified later: only what a snapshot holds is damaged.
The originals are kept in the folder `keep`, outside the volume, before a byte is changed.
"""

import hashlib
import json
import os
import random
import shutil
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


def candidates(root, before):
    found = []
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            facts = os.lstat(path)
            if name.endswith(".bin") and facts.st_size >= 64 and facts.st_mtime < before:
                found.append(path)
    return sorted(found)


def corrupt(order):
    paths = candidates(order["root"], order["before"])
    if len(paths) < order["count"]:
        raise SystemExit("only %d files below %s are old enough" % (len(paths), order["root"]))
    chance = random.Random(order["seed"])
    os.makedirs(order["keep"], mode=0o700, exist_ok=True)
    files = []
    for number, path in enumerate(chance.sample(paths, order["count"])):
        kept = os.path.join(order["keep"], str(number))
        shutil.copy2(path, kept)
        offset = chance.randrange(0, os.path.getsize(path) - 32)
        with open(kept, "rb") as file:
            file.seek(offset)
            piece = file.read(32)
        before = digest(path)
        facts = os.stat(path)
        files.append({"path": path, "kept": kept, "original": before, "size": facts.st_size, "mtime": facts.st_mtime_ns})
        # Written before the damage, so that a revert after a cut connection knows the files too.
        with open(os.path.join(order["keep"], "files.json"), "w") as file:
            json.dump(files, file)
        write_in_place(path, offset, bytes(byte ^ 0xFF for byte in piece))
        files[-1]["damaged"] = digest(path)
    return {"files": files}


def prove(order):
    seen = []
    for file in order["files"]:
        facts = os.stat(file["path"])
        seen.append({"path": file["path"], "now": digest(file["path"]), "size": facts.st_size, "mtime": facts.st_mtime_ns})
    return {"files": seen}


def revert(order):
    """Puts back the bytes of files that still differ; a file that was deleted or restored since is left as it is."""
    known = os.path.join(order["keep"], "files.json")
    restored, left = [], []
    if os.path.exists(known):
        with open(known) as file:
            files = json.load(file)
        for file in files:
            if not os.path.exists(file["path"]) or digest(file["path"]) == file["original"]:
                left.append(file["path"])
                continue
            with open(file["kept"], "rb") as kept:
                write_in_place(file["path"], 0, kept.read())
            restored.append(file["path"])
        shutil.rmtree(order["keep"])
    return {"restored": restored, "left": left}


if __name__ == "__main__":
    request = json.loads(sys.argv[1])
    print(json.dumps({"corrupt": corrupt, "prove": prove, "revert": revert}[request["do"]](request)))
