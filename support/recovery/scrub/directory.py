"""directory CURRENT COPY < TOLD: prints CURRENT with the people of COPY under their pseudonyms, in their groups.

Of a person nothing is taken over but that there is one, and in which groups: no password, so that nobody logs in as one.
Who came by an earlier refresh goes, and whoever else is in CURRENT stays as it is. Prints counts on stderr.
"""
import json
import re
import sys

EARLIER = re.compile(r'person-[0-9a-f]{8}$')
MEMBER = {'member', 'uniquemember'}


def user_of(name):
    first = name.split(',')[0]
    return first[4:] if first.lower().startswith('uid=') else None


def entry_of(user, code, people):
    return [
        ('dn', f'uid={user},{people}'),
        ('objectClass', 'inetOrgPerson'),
        ('uid', user),
        ('cn', f'Person {code}'),
        ('givenName', 'Person'),
        ('sn', code),
        ('displayName', f'Person {code}'),
    ]


def main():
    told = json.load(sys.stdin)
    scrubber = Scrubber(told)
    with open(sys.argv[1], encoding='utf-8') as current, open(sys.argv[2], encoding='utf-8') as copy:
        own = [entry for entry in entries(current) if not EARLIER.match(user_of(entry[0][1]) or '')]
        theirs = list(entries(copy))
    known = {person['user'].lower() for person in told['people']}
    if known != {values(entry, 'uid')[0].lower() for entry in theirs if is_person(entry)} - scrubber.kept:
        sys.exit('the directory that was read does not know the people who are to be hidden')
    people = f'ou=people,{own[0][0][1]}'
    merged = {entry[0][1].lower(): entry for entry in own}
    for entry in own:
        entry[:] = [pair for pair in entry if pair[0].lower() not in MEMBER or not EARLIER.match(user_of(pair[1]) or '')]
    added = groups = 0
    for entry in theirs:
        if is_person(entry):
            user = scrubber.user(values(entry, 'uid')[0])
            name = f'uid={user},{people}'
            if name.lower() in merged:
                continue
            code = user.removeprefix('person-')
            new = entry_of(user, code, people)
            if values(entry, 'mail'):
                new.append(('mail', f'{user}@{told["to"]["domain"].split(".")[0]}.invalid'))
            merged[name.lower()] = new
            added += 1
    for entry in theirs:
        members = [scrubber.user(user_of(value) or '') for value in values(entry, 'member', 'uniqueMember')]
        if not members:
            continue
        groups += 1
        title = scrubber.text(values(entry, 'cn')[0])
        name = f'cn={title},ou=groups,{own[0][0][1]}'
        names = [f'uid={user},{people}' for user in members if user and f'uid={user},{people}'.lower() in merged]
        group = merged.setdefault(name.lower(), [('dn', name), ('objectClass', 'groupOfNames'), ('cn', title)])
        there = {value.lower() for value in values(group, 'member')}
        group.extend(('member', each) for each in names if each.lower() not in there)
        if not values(group, 'member'):
            del merged[name.lower()]
    for entry in merged.values():
        print('\n'.join(written(*pair) for pair in entry), end='\n\n')
    print(f'{added} people under pseudonyms, {groups} groups', file=sys.stderr)


try:
    main()
except Exception as error:
    sys.exit(f'{type(error).__name__} in line {error.__traceback__.tb_next.tb_lineno if error.__traceback__.tb_next else 0} of directory.py')
