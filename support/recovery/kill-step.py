"""kill-step NAME UNIT SECONDS: waits until a process of that name works in the unit, and kills all of the unit's processes.

By SIGKILL, at once: the shell that would go on with the next command goes with the command under way. Prints the process.
"""
import os
import signal
import sys
import time

LOOK_EVERY = 0.001


def members(unit):
    """(pid, name) of each process of the unit, the oldest first."""
    for pid in sorted(int(entry) for entry in os.listdir('/proc') if entry.isdigit()):
        try:
            with open(f'/proc/{pid}/comm', encoding='utf-8') as file:
                name = file.read().strip()
            with open(f'/proc/{pid}/cgroup', encoding='utf-8') as file:
                if f'/{unit}' in file.read():
                    yield pid, name
        except OSError:
            # It has ended since.
            continue


def at_work(name, unit):
    return next((pid for pid, each in members(unit) if each == name), None)


def main():
    name, unit, patience = sys.argv[1:]
    end = time.monotonic() + float(patience)
    while (found := at_work(name, unit)) is None:
        if time.monotonic() > end:
            sys.exit(f'no {name} was seen at work in {patience} s')
        time.sleep(LOOK_EVERY)
    while killed := [pid for pid, _ in members(unit)]:
        for pid in killed:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
    print(f'{name} ({found})')


main()
