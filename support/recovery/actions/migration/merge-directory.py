"""merge-directory CURRENT OLD SUFFIX: prints CURRENT's LDIF with the entries of OLD, whose suffix becomes SUFFIX.

An entry that is in both stays as it is, but for a group: it gets the members of both. Both files are slapcat's, unwrapped.
What is kept about an entry (who made it, when, its UUID) is the new server's to say. Prints counts on stderr.
"""
import base64
import sys

KEPT = {
    'structuralobjectclass', 'entryuuid', 'entrycsn', 'creatorsname', 'createtimestamp', 'modifiersname',
    'modifytimestamp',
}
NAMES = {'dn', 'member'}


def entries(path):
    with open(path, encoding='utf-8') as file:
        for block in file.read().split('\n\n'):
            lines = [line for line in block.splitlines() if line and not line.startswith('#')]
            if lines:
                yield [parsed(line) for line in lines]


def parsed(line):
    """(attribute, value); bytes where it is no text."""
    attribute, rest = line.split(':', 1)
    if rest.startswith(':'):
        value = base64.b64decode(rest[1:].strip())
        return attribute, value.decode() if attribute.lower() in NAMES else value
    return attribute, rest.strip()


def written(attribute, value):
    plain = isinstance(value, str) and value.isascii() and value[:1] not in (' ', ':', '<')
    if plain:
        return f'{attribute}: {value}'
    data = value.encode() if isinstance(value, str) else value
    return f'{attribute}:: {base64.b64encode(data).decode()}'


def moved(entry, old, new):
    for attribute, value in entry:
        if attribute.lower() in KEPT:
            continue
        if attribute.lower() in NAMES and (value == old or value.endswith(f',{old}')):
            value = value[: len(value) - len(old)] + new
        if attribute.lower() == 'dc' and entry[0][1] == old:
            value = new.split(',')[0].split('=')[1]
        yield attribute, value


def main():
    current_file, old_file, suffix = sys.argv[1:]
    merged = {entry[0][1].lower(): entry for entry in entries(current_file)}
    added = joined = same = 0
    old_suffix = None
    for entry in entries(old_file):
        old_suffix = old_suffix or entry[0][1]
        entry = list(moved(entry, old_suffix, suffix))
        name = entry[0][1].lower()
        there = merged.get(name)
        if there is None:
            merged[name] = entry
            added += 1
            continue
        members = {value.lower() for attribute, value in there if attribute == 'member'}
        more = [pair for pair in entry if pair[0] == 'member' and pair[1].lower() not in members]
        there.extend(more)
        joined += len(more)
        same += not more
    for entry in merged.values():
        print('\n'.join(written(*pair) for pair in entry), end='\n\n')
    print(f'{added} entries added, {joined} memberships added, {same} entries as they were', file=sys.stderr)


main()
