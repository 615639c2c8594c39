"""find-bytes DEVICE < TOLD: where on DEVICE, from its first byte to its last, something of TOLD stands.

TOLD is a JSON list of {kind, texts, whole}: a `whole` text counts only where no letter, digit or dot is beside it. Prints JSON:
how many bytes were looked at, and of each kind that was found how often, and at which byte first; never a text itself. It
looks at bytes and not at files, so it finds what was deleted, too.
"""
import json
import os
import subprocess
import sys

CHUNK = 1 << 20
FORGET = 64 * CHUNK
ZEROS = bytes(CHUNK)
# grep looks at lines; without it a sparse disk is one line that does not fit into memory.
NUL_AS_NEWLINE = bytes([10, *range(1, 256)])
BESIDE = frozenset(b'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.')


def grep(patterns, output):
    """grep -o says of each place the offset in what it was given, and the text."""
    command = ['grep', '-a', '-o', '-b', '-F', '-f', f'/proc/self/fd/{patterns}']
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=output, pass_fds=(patterns,), env={**os.environ, 'LC_ALL': 'C'}
    )


def feed(device, search):
    """Gives grep all that is not zero; returns where each stretch of it begins, there and on the device, and the end."""
    stretches, given, at, forgotten, skipped = [], 0, 0, 0, True
    while chunk := os.pread(device, CHUNK, at):
        if chunk == ZEROS[: len(chunk)]:
            skipped = True
        else:
            if skipped:
                search.stdin.write(b'\n')
                given += 1
                stretches.append((given, at))
            search.stdin.write(chunk.translate(NUL_AS_NEWLINE))
            given += len(chunk)
            skipped = False
        at += len(chunk)
        # Nobody reads it again; what others have in memory is to stay there. Each time stops every processor for a moment.
        if at - forgotten >= FORGET:
            os.posix_fadvise(device, forgotten, at - forgotten, os.POSIX_FADV_DONTNEED)
            forgotten = at
    search.stdin.close()
    return stretches, at


def place(stretches, offset):
    begin, at = max(stretch for stretch in stretches if stretch[0] <= offset)
    return at + offset - begin


def alone(device, at, text):
    before = os.pread(device, 1, at - 1) if at else b''
    after = os.pread(device, 1, at + len(text))
    return not BESIDE.intersection(before + after)


def main():
    told = json.load(sys.stdin)
    kinds = {}
    for entry in told:
        for text in entry['texts']:
            kinds.setdefault(text.encode('utf-8'), []).append(entry)
    # In memory only, and of this process.
    patterns = os.memfd_create('patterns')
    os.write(patterns, b'\n'.join(sorted(kinds)))
    os.lseek(patterns, 0, os.SEEK_SET)
    device = os.open(sys.argv[1], os.O_RDONLY)
    found = {}
    with os.fdopen(os.memfd_create('found'), 'w+b') as output:
        search = grep(patterns, output)
        stretches, size = feed(device, search)
        if search.wait() > 1:
            sys.exit(f'grep ended with {search.returncode}')
        output.seek(0)
        for line in output:
            offset, text = line.rstrip(b'\n').split(b':', 1)
            at = place(stretches, int(offset))
            for entry in kinds[text]:
                if entry['whole'] and not alone(device, at, text):
                    continue
                seen = found.setdefault(entry['kind'], {'kind': entry['kind'], 'times': 0, 'at': at})
                seen['times'] += 1
    print(json.dumps({'bytes': size, 'found': list(found.values())}))


main()
