"""find FOLDER COMMAND… < TOLD: where below FOLDER, and in what each COMMAND prints, something of TOLD stands.

TOLD is JSON: texts by what they are. Prints JSON: of each finding its kind, its place and the number of lines; never the
text itself. It looks at bytes, whole words in any case, so that it finds in a file of a database what no query shows.
"""
import json
import os
import re
import stat
import subprocess
import sys

# Files that grep is given at once, and how often it looks for those that came while others went.
AT_ONCE = 500
PASSES = 20


def patterns(texts):
    """In a file that is in memory only, and of this process."""
    forms = {form for text in texts for spelling in spellings(text) for form in (spelling, spelling.upper(), text)}
    encoded = {form.encode('utf-8') for form in forms}
    encoded |= {form.encode('latin-1') for form in forms if all(ord(char) < 256 for char in form)}
    file = os.memfd_create('patterns')
    os.write(file, b'\n'.join(sorted(each for each in encoded if each.strip())))
    return file


def grep(arguments, file, source=None):
    """What grep prints, and what it complains of, without its own name."""
    command = ['grep', '-a', '-w', '-i', '-F', '-c', '-f', f'/proc/self/fd/{file}', *arguments]
    os.lseek(file, 0, os.SEEK_SET)
    done = subprocess.run(
        command, stdin=source, capture_output=True, pass_fds=(file,), env={**os.environ, 'LC_ALL': 'C'}
    )
    complaints = [line.split(': ', 1)[-1] for line in done.stderr.decode('utf-8', 'surrogateescape').splitlines()]
    if done.returncode > 1 and not complaints:
        sys.exit(f'grep ended with {done.returncode}')
    return done.stdout.decode('utf-8', 'surrogateescape'), complaints


def files_below(folder):
    """The regular files, and whether one went while they were listed."""
    files, gone = [], []

    def note(error):
        if not isinstance(error, FileNotFoundError):
            raise error
        gone.append(error.filename)

    for place, _, names in os.walk(folder, onerror=note):
        for path in (os.path.join(place, name) for name in names):
            try:
                if stat.S_ISREG(os.lstat(path).st_mode):
                    files.append(path)
            except FileNotFoundError as error:
                note(error)
    return files, bool(gone)


def counts(paths, file):
    """Of each path how many lines, and which paths went meanwhile."""
    told, complaints = grep(['-H', '-Z', '--', *paths], file)
    vanished = {f'{path}: No such file or directory': path for path in paths if not os.path.lexists(path)}
    for complaint in complaints:
        if complaint not in vanished:
            sys.exit(complaint)
    counted = [(path, int(count)) for path, count in re.findall(r'([^\0]+)\0(\d+)\n', told)]
    return [(path, count) for path, count in counted if count], {vanished[each] for each in complaints}


def search(folder, anything, kinds):
    """
    Of each kind and file the lines of it. One look is for anything, and those for each kind only where that found something.
    People write meanwhile: a file that was given another name is looked for again.
    """
    seen = set()
    for _ in range(PASSES):
        files, gone = files_below(folder)
        new = [path for path in files if path not in seen]
        seen.update(new)
        for first in range(0, len(new), AT_ONCE):
            holding, went = counts(new[first : first + AT_ONCE], anything)
            some = [path for path, _ in holding]
            for kind, file in kinds.items() if some else ():
                held, went_now = counts(some, file)
                went |= went_now
                yield from ((kind, path, count) for path, count in held)
            seen -= went
            gone = gone or bool(went)
        if not gone:
            return
    sys.exit(f'files of {folder} went in each of {PASSES} looks')


def printed(command, file):
    """In how many lines that a command prints."""
    with subprocess.Popen(['bash', '-o', 'pipefail', '-c', command], stdout=subprocess.PIPE) as source:
        told, complaints = grep([], file, source.stdout)
    if complaints:
        sys.exit(complaints[0])
    if source.returncode:
        sys.exit(f'{command} ended with {source.returncode}')
    return int(told)


folder, *commands = sys.argv[1:]
told = {kind: texts for kind, texts in json.load(sys.stdin).items() if texts}
kinds = {kind: patterns(texts) for kind, texts in told.items()}
anything = patterns([text for texts in told.values() for text in texts])
found = list(search(folder, anything, kinds))
for command in commands:
    if printed(command, anything):
        found += [(kind, command, count) for kind, file in kinds.items() if (count := printed(command, file))]
found.sort(key=lambda each: list(kinds).index(each[0]))
print(
    json.dumps(
        [
            {'kind': kind, 'place': place.encode('utf-8', 'replace').decode(), 'lines': count}
            for kind, place, count in found
        ]
    )
)
