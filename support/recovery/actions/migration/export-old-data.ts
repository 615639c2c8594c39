import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { action } from '../action';
import { onInstance } from '../commands';
import { oldHost, products, type OldHost } from './old-host';
import { stepOnHost } from '../step-on-host';

type Kind = 'databases' | 'directory' | 'homes';

/** Each part with the command that writes it to its standard output. */
const commandsOf: Readonly<Record<Kind, (old: OldHost) => readonly (readonly [string, string])[]>> = {
  databases: () =>
    products.map((product) => [
      `${product}.sql`,
      `mariadb-dump --single-transaction --hex-blob --default-character-set=utf8mb4 --tz-utc ${product}`,
    ]),
  directory: () => [['directory.ldif', 'slapcat -f /etc/ldap/slapd.conf -o ldif-wrap=no']],
  homes: (old) =>
    products.map((product) => [
      `${product}.tar`,
      `tar -c --sort=name --numeric-owner -C ${old.home(product)} .`,
    ]),
};

/** A part that is whole has its hash beside it, written last; what was cut short is made again. */
const exportScript = (folder: string, made: readonly (readonly [string, string])[]): string =>
  [
    `install -d -m 0700 ${folder}`,
    `cd ${folder}`,
    ...made.map(
      ([
        part,
        command,
      ]) => `if sha256sum --check --status ${part}.sha256 2>/dev/null; then echo "${part}: was there already"
else
  rm -f ${part}.sha256
  ${command} > ${part}
  sync ${part}
  sha256sum ${part} > ${part}.sha256.new
  sync ${part}.sha256.new
  mv ${part}.sha256.new ${part}.sha256
  echo "${part}: $(stat -c %s ${part}) bytes"
fi`,
    ),
  ].join('\n');

/** Exports what the old host holds, in parts with a hash each. A part that is whole is not made again. */
export const exportOldData = action({
  name: 'export-old-data',
  parameters: z.strictObject({ what: z.enum(['databases', 'directory', 'homes']) }),
  commands: ({ what }, { environment, target }) => {
    const old = oldHost(environment, target);
    return commandsOf[what](old).map(([part, command]) =>
      onInstance(
        target,
        `sh -c "${command} > ${old.exports}/${part} && cd ${old.exports} && sha256sum ${part} > ${part}.sha256"`,
      ),
    );
  },
  async run({ what }, { environment, target, host }, signal) {
    const old = oldHost(environment, target);
    const script = exportScript(old.exports, commandsOf[what](old));
    const said = await stepOnHost(host(target), script, { signal, timeout: seconds(280) });
    return said.trim().split('\n').join('; ');
  },
});
