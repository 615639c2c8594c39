"""Prints what this host is, as far as a fault may change it: one line a fact.

Runs as root on the target, gets the names of what events leave for a while as its arguments: FILLER SSH_TABLE.
It leaves out what changes by itself: processes' ids, log-ins, LMDB's table of readers, records of leases that ended.
"""

import glob
import hashlib
import os
import pwd
import re
import stat
import subprocess
import sys

FILLER, SSH_TABLE = sys.argv[1:3]
PLACES = ["/srv/ldap", "/etc/ldap", "/etc/systemd/system", "/etc/nftables.conf", "/etc/firedrill", "/var/lib/firedrill"]
# A new machine salts the hash of the password itself, has a host key of its own, and notes both with the time in AIDE's database.
A_MACHINES_OWN = {
    "/etc/ldap/rootpw.conf",
    "/etc/firedrill/known_hosts",
    "/var/lib/firedrill/baseline/aide.db",
}
BLOCK = 4096
LEFT_OUT = {"lock.mdb", FILLER}


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()


def rules():
    table = ""
    for line in output("nft", "-s", "list", "ruleset"):
        begun = re.match(r"table (\S+ \S+) ", line)
        table = begun.group(1) if begun else table
        if not table.endswith(" " + SSH_TABLE):
            yield "rules %s %s" % (table, line.strip())


def mounts():
    with open("/proc/1/mounts", encoding="utf-8") as file:
        for line in file:
            if " /run/credentials/" not in line:
                yield "mount " + line.strip()
    # What is read from a file system whose device is gone comes from memory, for a while.
    with open("/proc/1/mountinfo", encoding="utf-8") as file:
        for line in file:
            own, source = line.split(" - ")
            number, place, device = own.split()[2], own.split()[4], source.split()[1]
            if device.startswith("/dev/"):
                yield "device of %s %s" % (place, "present" if number_of(device) == number else "gone")


def number_of(device):
    try:
        number = os.stat(device).st_rdev
    except OSError:
        return "none"
    return "%d:%d" % (os.major(number), os.minor(number))


def units():
    for line in output("systemctl", "list-units", "--all", "--plain", "--no-legend", "--type=timer,service"):
        name, load, active, sub = (line.split() + ["", "", ""])[:4]
        if name.endswith(".timer") or name.startswith("firedrill-") or name in ("slapd.service", "ssh.service"):
            yield "unit %s %s %s %s" % (name, load, active, sub)
    for path in glob.glob("/run/systemd/transient/*"):
        name = os.path.basename(path)
        if not name.startswith("session-"):
            yield "transient " + name


def boot():
    """A host that is still starting, or goes down, is not yet what it will be."""
    state = " ".join(output("systemctl", "is-system-running"))
    if state not in ("running", "degraded"):
        yield "booting"


def processes():
    for path in glob.glob("/sys/fs/cgroup/systemd/system.slice/slapd.service/cgroup.procs") + glob.glob(
        "/sys/fs/cgroup/system.slice/slapd.service/cgroup.procs"
    ):
        with open(path, encoding="utf-8") as file:
            pids = file.read().split()
        for pid in pids:
            try:
                with open("/proc/%s/stat" % pid, encoding="utf-8") as file:
                    name, rest = file.read().rsplit(")", 1)
                owner = pwd.getpwuid(os.stat("/proc/" + pid).st_uid).pw_name
            except OSError:
                continue
            state = rest.split()[0]
            yield "process %s %s %s" % (name.split("(", 1)[1], owner, "runs" if state in "RSD" else state)


def extents(descriptor, size):
    """Where a file has data, as (start, end); what lies between is holes."""
    end = 0
    while end < size:
        try:
            start = os.lseek(descriptor, end, os.SEEK_DATA)
        except OSError:
            return
        end = os.lseek(descriptor, start, os.SEEK_HOLE)
        yield start, end


def digest(path, size):
    """The same for the same bytes: LMDB's map is mostly holes, and zeros are passed over as if they were such."""
    seen = hashlib.sha256(b"%d" % size)
    with open(path, "rb") as file:
        for start, end in extents(file.fileno(), size):
            for at in range(start // BLOCK * BLOCK, end, BLOCK):
                block = os.pread(file.fileno(), BLOCK, at)
                if block.strip(b"\0"):
                    seen.update(b"%d:" % at + block)
    return seen.hexdigest()


def files():
    for place in PLACES:
        paths = [place] if os.path.lexists(place) else []
        for folder, folders, names in os.walk(place):
            paths.extend(os.path.join(folder, name) for name in folders + names if name not in LEFT_OUT)
        for path in paths:
            facts = os.lstat(path)
            yield "file %s %d:%d %s" % (stat.filemode(facts.st_mode), facts.st_uid, facts.st_gid, path)
            if stat.S_ISLNK(facts.st_mode):
                yield "link %s %s" % (path, os.readlink(path))
            if stat.S_ISREG(facts.st_mode) and path not in A_MACHINES_OWN:
                yield "bytes %s %s" % (digest(path, facts.st_size), path)


for part in (boot, rules, mounts, units, processes, files):
    for fact in part():
        print(fact)
print("free %d" % os.statvfs("/srv/ldap").f_bfree)
