"""Puts back content files from a restored volume.

Runs as root on the instance; gets {"from": folder, "to": folder, "files": [{"path", "sha256"}]} as its argument.
Prints {"restored": [path], "missing": [path], "differs": [path]}: `missing` is not on the restored volume, `differs`
is there with other bytes than the ledger says, and neither is touched.
"""

import hashlib
import json
import os
import shutil
import sys


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def restore(source, target):
    """Beside, synced, then renamed: a reader sees the old file or the new one, whole, also after a power loss."""
    facts = os.stat(target if os.path.exists(target) else source)
    beside = target + ".restoring"
    shutil.copyfile(source, beside)
    os.chown(beside, facts.st_uid, facts.st_gid)
    os.chmod(beside, facts.st_mode & 0o7777)
    os.utime(beside, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    with open(beside, "rb") as file:
        os.fsync(file.fileno())
    os.rename(beside, target)
    folder = os.open(os.path.dirname(target), os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


order = json.loads(sys.argv[1])
result = {"restored": [], "missing": [], "differs": []}
for wanted in order["files"]:
    source = os.path.join(order["from"], wanted["path"])
    if not os.path.exists(source):
        result["missing"].append(wanted["path"])
    elif digest(source) != wanted["sha256"]:
        result["differs"].append(wanted["path"])
    else:
        restore(source, os.path.join(order["to"], wanted["path"]))
        result["restored"].append(wanted["path"])
print(json.dumps(result))
