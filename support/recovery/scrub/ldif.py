"""Entries of an LDIF as slapcat writes it, unwrapped: lists of (attribute, value), bytes where it is no text."""
import base64


def entries(lines):
    entry = []
    for line in lines:
        line = line.rstrip('\n')
        if line.startswith('#'):
            continue
        if line == '':
            if entry:
                yield entry
            entry = []
            continue
        entry.append(pair(line))
    if entry:
        yield entry


def pair(line):
    attribute, rest = line.split(':', 1)
    if not rest.startswith(':'):
        return attribute, rest.strip()
    value = base64.b64decode(rest[1:].strip())
    try:
        return attribute, value.decode()
    except UnicodeDecodeError:
        return attribute, value


def written(attribute, value):
    plain = isinstance(value, str) and value.isascii() and value.isprintable() and value[:1] not in (' ', ':', '<')
    if plain and value == value.strip():
        return f'{attribute}: {value}'
    data = value.encode() if isinstance(value, str) else value
    return f'{attribute}:: {base64.b64encode(data).decode()}'


def values(entry, *attributes):
    wanted = {attribute.lower() for attribute in attributes}
    return [value for attribute, value in entry if attribute.split(';')[0].lower() in wanted and isinstance(value, str)]


def is_person(entry):
    return 'inetorgperson' in {value.lower() for value in values(entry, 'objectClass')} and values(entry, 'uid')
