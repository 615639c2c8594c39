"""kill-step WHAT UNIT SECONDS: waits until the unit is at something, and kills all of its processes.

WHAT is the name of a process of the unit, or a path that is there as soon as the unit is at it. By SIGKILL, at once: the
shell that would go on with the next command goes with the command under way. Prints what was seen.
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


def seen(what, unit):
    if what.startswith('/'):
        return what if os.path.exists(what) else None
    return next((f'{name} ({pid})' for pid, name in members(unit) if name == what), None)


def main():
    what, unit, patience = sys.argv[1:]
    if what.startswith('/') and os.path.exists(what):
        sys.exit(f'{what} was there before')
    end = time.monotonic() + float(patience)
    while (found := seen(what, unit)) is None:
        if time.monotonic() > end:
            sys.exit(f'{what} was not seen in {patience} s')
        time.sleep(LOOK_EVERY)
    while killed := [pid for pid, _ in members(unit)]:
        for pid in killed:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
    print(found)


main()
