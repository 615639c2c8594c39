"""What tells who somebody is becomes what does not: the same person the same pseudonym, everywhere in one refresh.

The key of a refresh is kept nowhere, so nobody leads a pseudonym back. `.invalid` is a domain to which no mail is
delivered (RFC 2606).
"""
import hashlib
import hmac
import html.entities
import re
import unicodedata

ADDRESS = re.compile(r"[A-Za-z0-9._+'-]+(?:@|%40|&#64;|&#x40;)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
TELEPHONE = re.compile(r'\+?\(?\d[\d\s().\-/]{5,}\d')
# Between the words of a name: in texts, file names and addresses.
GAP = r'(?:\s|&nbsp;|&#160;|%20|[_+.])+'
SOMEBODY = 'Somebody'


class Scrubber:
    """told: key (hexadecimal), kept (user names that are no person's), people, from and to (origin, domain)."""

    def __init__(self, told):
        self.key = bytes.fromhex(told['key'])
        self.kept = {name.lower() for name in told['kept']}
        self.domain = told['to']['domain']
        self.hosts = [
            (re.compile(re.escape(told['from'][part]), re.IGNORECASE), told['to'][part]) for part in ('origin', 'domain')
        ]
        self.addresses, self.telephones, self.words = {}, set(), {}
        for person in told['people']:
            code = self.code(person['user'])
            for part in person['parts']:
                for spelling in spellings(part):
                    self.words.setdefault(spelling, SOMEBODY)
        for person in told['people']:
            code = self.code(person['user'])
            self.words[folded(person['user'])] = f'person-{code}'
            for name in person['names']:
                for spelling in spellings(name):
                    self.words[spelling] = f'Person {code}'
            for address in person['addresses']:
                self.addresses[address.lower()] = f'person-{code}'
            for number in person['telephones']:
                self.telephones.add(end_of(number))
        self.names = re.compile(
            rf'(?<![^\W_])(?:{one_of(self.words)})(?![^\W_])' if self.words else r'(?!)', re.IGNORECASE
        )

    def code(self, name):
        return hmac.new(self.key, name.lower().encode('utf-8', 'surrogateescape'), hashlib.sha256).hexdigest()[:8]

    def user(self, name):
        """A user name, also of somebody whom no directory knows any more."""
        return name if name == '' or name.lower() in self.kept else f'person-{self.code(name)}'

    def text(self, text):
        text = ADDRESS.sub(lambda found: self.address(found[0]), text)
        for pattern, own in self.hosts:
            text = pattern.sub(lambda _: own, text)
        text = TELEPHONE.sub(lambda found: '+00 0000 000000' if end_of(found[0]) in self.telephones else found[0], text)
        return self.names.sub(lambda found: self.words.get(folded(found[0]), SOMEBODY), text)

    def address(self, address):
        plain = re.sub('%40|&#64;|&#x40;', '@', address).lower()
        known = self.addresses.get(plain)
        return f'{known or "somebody-" + self.code(plain)}@{self.domain.split(".")[0]}.invalid'


def folded(word):
    return re.sub(GAP, ' ', word.lower())


def end_of(number):
    """The last digits: the same number is written with and without what leads to its country."""
    return re.sub(r'\D', '', number)[-8:]


def spellings(name):
    """A name as it may stand in a text, in lower case: as it is, decomposed, with HTML's names and numbers."""
    entity = html.entities.codepoint2name
    forms = {
        name,
        unicodedata.normalize('NFC', name),
        unicodedata.normalize('NFD', name),
        ''.join(char if char.isascii() else f'&{entity[ord(char)]};' if ord(char) in entity else f'&#{ord(char)};' for char in name),
        ''.join(char if char.isascii() else f'&#{ord(char)};' for char in name),
        ''.join(char if char.isascii() else f'&#x{ord(char):x};' for char in name),
        ''.join(char if char.isascii() else f'\\u{ord(char):04x}' for char in name),
    }
    return {folded(form) for form in forms if form.strip() != ''}


def one_of(words):
    """A pattern for any of the words, the longest first, as a tree: as fast for ten thousand as for ten."""
    tree = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[''] = {}

    def pattern(node):
        branches = [
            (GAP if char == ' ' else re.escape(char)) + pattern(child) for char, child in sorted(node.items()) if char
        ]
        if not branches:
            return ''
        return f'(?:{"|".join(branches)}){"?" if "" in node else ""}'

    return pattern(tree)
