"""files FROM TO FILLER: makes below TO a file for each below FROM, of the same path and size, filled with FILLER again and again.

Prints how many there are, and how many bytes.
"""
import os
import sys

FILLER = sys.argv[3].encode() * 1024


def replace(path, size):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as file:
        for at in range(0, size, len(FILLER)):
            file.write(FILLER[: min(len(FILLER), size - at)])


source, target = sys.argv[1:3]
count = total = 0
os.makedirs(target, exist_ok=True)
for folder, _, names in os.walk(source):
    for name in names:
        path = os.path.join(folder, name)
        size = os.lstat(path).st_size
        replace(os.path.join(target, os.path.relpath(path, source)), size)
        count += 1
        total += size
print(f'{count} files, {total} bytes')
