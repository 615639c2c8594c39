"""find FOLDER COMMAND… < TOLD: where below FOLDER, and in what each COMMAND prints, something of TOLD stands.

TOLD is JSON: texts by what they are. Prints JSON: of each finding its kind, its place and the number of lines; never the
text itself. It looks at bytes, whole words in any case, so that it finds in a file of a database what no query shows.
"""
import json
import os
import subprocess
import sys


def patterns(texts):
    """In a file that is in memory only, and of this process."""
    forms = {form for text in texts for spelling in spellings(text) for form in (spelling, spelling.upper(), text)}
    encoded = {form.encode('utf-8') for form in forms}
    encoded |= {form.encode('latin-1') for form in forms if all(ord(char) < 256 for char in form)}
    file = os.memfd_create('patterns')
    os.write(file, b'\n'.join(sorted(each for each in encoded if each.strip())))
    return file


def lines(arguments, file, source=None):
    grep = ['grep', '-a', '-w', '-i', '-F', '-c', '-f', f'/proc/self/fd/{file}', *arguments]
    os.lseek(file, 0, os.SEEK_SET)
    done = subprocess.run(grep, stdin=source, stdout=subprocess.PIPE, pass_fds=(file,), env={**os.environ, 'LC_ALL': 'C'})
    if done.returncode > 1:
        sys.exit(f'grep ended with {done.returncode}')
    return done.stdout.decode('utf-8', 'replace').splitlines()


folder, *commands = sys.argv[1:]
found = []
for kind, texts in json.load(sys.stdin).items():
    if not texts:
        continue
    file = patterns(texts)
    for line in lines(['-r', folder], file):
        place, count = line.rsplit(':', 1)
        if int(count):
            found.append({'kind': kind, 'place': place, 'lines': int(count)})
    for command in commands:
        with subprocess.Popen(['bash', '-o', 'pipefail', '-c', command], stdout=subprocess.PIPE) as source:
            count = int(lines([], file, source.stdout)[0])
        if source.returncode:
            sys.exit(f'{command} ended with {source.returncode}')
        if count:
            found.append({'kind': kind, 'place': command, 'lines': count})
    os.close(file)
print(json.dumps(found))
