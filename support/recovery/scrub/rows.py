"""rows FOLDER EXPECTED < TOLD: prints SQL that makes the rows of `mariadb-dump --tab`, scrubbed.

TOLD is JSON: what a Scrubber is told, and `tables` by name: `columns`, of each [name, treatment, is it binary]; `rows`,
all or none; `without`, values by column of rows that are left out. EXPECTED gets a line `table rows` for each table.
"""
import json
import os
import re
import sys

FIELD = re.compile(rb'((?:[^\t\\]|\\.)*)(\t|$)', re.DOTALL)
ESCAPED = re.compile(rb'\\(.)', re.DOTALL)
BATCH = 512 * 1024
QUOTED = {0: b'\\0', 10: b'\\n', 13: b'\\r', 26: b'\\Z', 39: b"\\'", 92: b'\\\\'}


def rows_of(path):
    """Rows of fields as SELECT … INTO OUTFILE writes them by default: bytes, or None for NULL."""
    pending = []
    with open(path, 'rb') as file:
        for line in file:
            pending.append(line)
            body = line[:-1]
            # A line end that belongs to a field has a backslash before it.
            if (len(body) - len(body.rstrip(b'\\'))) % 2:
                continue
            yield fields_of(b''.join(pending)[:-1])
            pending = []


def fields_of(row):
    fields, at = [], 0
    while True:
        found = FIELD.match(row, at)
        raw = found[1]
        fields.append(None if raw == b'\\N' else ESCAPED.sub(lambda m: b'\0' if m[1] == b'0' else m[1], raw))
        if found[2] == b'':
            return fields
        at = found.end()


def treated(scrubber, treatment, value):
    if value is None or treatment == 'keep':
        return value
    text = value.decode('utf-8', 'surrogateescape')
    new = {'user': scrubber.user, 'text': scrubber.text, 'lower-text': lambda each: scrubber.text(each).lower()}
    return new[treatment](text).encode('utf-8', 'surrogateescape')


def literal(value, binary):
    if value is None:
        return b'NULL'
    if binary:
        return b"X'" + value.hex().encode() + b"'"
    return b"'" + b''.join(QUOTED.get(byte, bytes((byte,))) for byte in value) + b"'" if SPECIAL.search(value) else b"'" + value + b"'"


SPECIAL = re.compile(rb"[\0\n\r\x1a'\\]")


def insert(scrubber, folder, name, table, out):
    """The number of rows that the table is to have."""
    columns = table['columns']
    if table['rows'] == 'none':
        return 0
    head = b'INSERT INTO `%s` (%s) VALUES ' % (name.encode(), b', '.join(b'`%s`' % column[0].encode() for column in columns))
    without = {
        index: {value.encode() for value in table['without'][column[0]]}
        for index, column in enumerate(columns)
        if column[0] in table['without']
    }
    batch, size, count = [], 0, 0
    for row in rows_of(os.path.join(folder, f'{name}.txt')):
        if any(row[index] in values for index, values in without.items()):
            continue
        values = b', '.join(
            literal(treated(scrubber, treatment, value), binary) for value, (_, treatment, binary) in zip(row, columns, strict=True)
        )
        batch.append(b'(' + values + b')')
        size += len(values)
        count += 1
        if size > BATCH:
            out.write(head + b',\n'.join(batch) + b';\n')
            batch, size = [], 0
    if batch:
        out.write(head + b',\n'.join(batch) + b';\n')
    return count


def main():
    folder, expected = sys.argv[1:]
    told = json.load(sys.stdin)
    scrubber = Scrubber(told)
    out = sys.stdout.buffer
    # As the dump was made: in UTC, and with 0 as a value.
    out.write(b"SET NAMES utf8mb4; SET time_zone = '+00:00'; SET FOREIGN_KEY_CHECKS = 0;\n")
    out.write(b"SET sql_mode = 'STRICT_TRANS_TABLES,NO_AUTO_VALUE_ON_ZERO';\n")
    with open(expected, 'w', encoding='utf-8') as file:
        for name, table in told['tables'].items():
            print(name, insert(scrubber, folder, name, table, out), file=file)


# What went wrong is told without what it went wrong with.
try:
    main()
except Exception as error:
    sys.exit(f'{type(error).__name__} in line {error.__traceback__.tb_next.tb_lineno if error.__traceback__.tb_next else 0} of rows.py')
