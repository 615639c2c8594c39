"""egress < TOLD: tries to open connections and prints, as JSON, what came of each and how the counters went up.

TOLD is JSON: `tries`, of each [address, port, counter]. A try that the host's own firewall refuses ends at once with
`refused`, and its counter goes up.
"""
import json
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


def counted():
    listed = json.loads(subprocess.check_output(['nft', '-j', 'list', 'counters', 'table', 'inet', 'firedrill']))
    return {each['counter']['name']: each['counter']['packets'] for each in listed['nftables'] if 'counter' in each}


def outcome(address, port):
    with socket.socket() as connection:
        connection.settimeout(2)
        try:
            connection.connect((address, port))
            return 'connected'
        except ConnectionRefusedError:
            return 'refused'
        except OSError as error:
            return type(error).__name__ if error.errno is None else error.strerror


tries = json.load(sys.stdin)['tries']
before = counted()
with ThreadPoolExecutor(16) as pool:
    outcomes = list(pool.map(lambda each: outcome(each[0], each[1]), tries))
after = counted()
print(json.dumps({'outcomes': outcomes, 'counted': {name: after[name] - before.get(name, 0) for name in after}}))
