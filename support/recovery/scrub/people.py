"""people KEPT… < LDIF: prints, as JSON, who the people of a directory are and how they are told; not those of KEPT."""
import json
import sys


def person(entry):
    given, family = values(entry, 'givenName'), values(entry, 'sn')
    whole = [f'{one} {two}' for one in given for two in family]
    turned = [f'{two}{gap}{one}' for one in given for two in family for gap in (', ', ' ')]
    return {
        'user': values(entry, 'uid')[0],
        'names': sorted({*values(entry, 'cn', 'displayName'), *whole, *turned}),
        'parts': sorted({part for part in [*given, *family] if len(part) > 2}),
        'addresses': values(entry, 'mail', 'mailAlternateAddress', 'rfc822Mailbox'),
        'telephones': values(entry, 'telephoneNumber', 'mobile', 'homePhone', 'pager', 'facsimileTelephoneNumber'),
    }


kept = {name.lower() for name in sys.argv[1:]}
found = [person(entry) for entry in entries(sys.stdin) if is_person(entry)]
print(json.dumps([each for each in found if each['user'].lower() not in kept]))
