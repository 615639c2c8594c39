"""memory-stress WORKERS PERCENT SETTLED SECONDS: takes memory until PERCENT of the machine's is used, all workers together.

As AWS FIS's AWSFIS-Run-Memory-Stress (stress-ng --vm): each worker takes and touches a share of what is free now, holds
it, and all end after SECONDS. When the kernel has ended a process for want of memory, workers end until SETTLED percent
are used: with less left than that nobody could log in. Prints what was taken, in bytes.
"""
import os
import signal
import sys
import time

CGROUP = '/sys/fs/cgroup'
# Version 2 of control groups, and version 1, where the machine is a container; elsewhere there is neither limit.
LIMITS = (('memory.max', 'memory.current', 'memory.stat', 'file'),
          ('memory/memory.limit_in_bytes', 'memory/memory.usage_in_bytes', 'memory/memory.stat', 'total_cache'))


def machine():
    """(bytes that the machine has, bytes that are used and cannot be reclaimed)"""
    total, available = memory_information('MemTotal'), memory_information('MemAvailable')
    for limit, usage, statistics, cache in LIMITS:
        try:
            most = read(limit)
            used = read(usage)
        except OSError:
            continue
        if most == 'max' or int(most) >= total:
            continue
        with open(f'{CGROUP}/{statistics}', encoding='ascii') as file:
            cached = dict(line.split() for line in file).get(cache, '0')
        return int(most), int(used) - int(cached)
    return total, total - available


def read(name):
    with open(f'{CGROUP}/{name}', encoding='ascii') as file:
        return file.read().strip()


def memory_information(name):
    with open('/proc/meminfo', encoding='ascii') as file:
        for line in file:
            if line.startswith(f'{name}:'):
                return int(line.split()[1]) * 1024
    raise SystemExit(f'/proc/meminfo has no {name}')


def ended_by_the_kernel():
    """How many processes it has ended for want of memory."""
    for name in (f'{CGROUP}/memory.events', f'{CGROUP}/memory/memory.oom_control', '/proc/vmstat'):
        try:
            with open(name, encoding='ascii') as file:
                found = dict(line.split() for line in file).get('oom_kill')
        except OSError:
            continue
        if found is not None:
            return int(found)
    raise SystemExit('the kernel does not say how many processes it has ended')


def main():
    workers, percent, settled, seconds = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
    total, used = machine()
    before = ended_by_the_kernel()
    wanted = int(total * percent / 100) - used
    if wanted <= 0:
        raise SystemExit(f'{percent} % of {total} bytes are used already')
    print(wanted, flush=True)
    end = time.monotonic() + seconds
    children = []
    for _ in range(workers):
        child = os.fork()
        if child == 0:
            held = bytearray(b'\1') * (wanted // workers)
            time.sleep(max(0, end - time.monotonic()))
            del held
            os._exit(0)
        children.append(child)
    while ended_by_the_kernel() == before and time.monotonic() < end:
        time.sleep(0.1)
    surplus = total * (percent - settled) / 100
    for child in children[:int(surplus / (wanted / workers))]:
        os.kill(child, signal.SIGKILL)
    for _ in children:
        os.wait()


if __name__ == '__main__':
    main()
