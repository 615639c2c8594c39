import { z } from 'zod';
import { milliseconds, seconds } from '../../../drill/time';
import { waitUntil } from '../../../drill/wait-until';
import { asRoot } from '../../../hosts/as-root';
import { duration } from '../../catalogue/duration';
import { action } from '../action';
import { ADDRESS, attackersFound } from './attackers';
import { onInstance } from '../commands';

/** Watches sshd for a while: fails as soon as it hears of one of the attackers' addresses again. */
export const checkNoTries = action({
  name: 'check-no-tries',
  parameters: z.strictObject({ for: duration }),
  commands: ({ for: length }, { target }) => [
    onInstance(
      target,
      `timeout ${String(length / 1000)} journalctl --follow --lines=0 _COMM=sshd  # nothing of ${ADDRESS}`,
    ),
  ],
  async run({ for: length }, { target, host, facts }, signal) {
    const shell = host(target);
    const addresses = attackersFound(facts);
    const begun = Number((await asRoot(shell, 'date +%s.%N', { signal })).trim());
    const pattern = addresses.map((address) => `-e ' ${address} '`).join(' ');
    const look = `date +%s.%N; journalctl --quiet --output=cat _COMM=sshd --since=@${begun.toFixed(3)} | grep -F ${pattern} || true`;
    return waitUntil<string>({
      subject: `${String(length / 1000)} s without ${addresses.join(', ')} at ${target}`,
      deadline: milliseconds(length + seconds(30)),
      interval: milliseconds(500),
      attempt: seconds(10),
      signal,
      observe: async (attempt) => {
        const [now, ...lines] = (await asRoot(shell, look, { signal: attempt })).trim().split('\n');
        const [first] = lines;
        if (first !== undefined) return { hopeless: `sshd heard of it again: ${first}` };
        const passed = Number(now) - begun;
        return passed * 1000 >= length
          ? {
              value: `sshd on ${target} has heard nothing of ${addresses.join(', ')} for ${passed.toFixed(0)} s`,
            }
          : { seen: `quiet for ${passed.toFixed(1)} s` };
      },
    });
  },
});
