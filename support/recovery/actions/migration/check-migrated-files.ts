import { seconds } from '../../../drill/time';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { action } from '../action';
import { applicationOf } from '../applications/application-paths';
import { onInstance } from '../commands';
import { filesOf } from './import-home';
import { fromOldHost, oldHost } from './old-host';

/** Compares every stored file of a product, by its bytes, with the old host's. */
export const checkMigratedFiles = action({
  name: 'check-migrated-files',
  parameters: fromOldHost,
  commands: ({ from }, { environment, target }) => {
    const product = applicationOf(instanceNamed(environment, target));
    return [
      '# both print the same',
      onInstance(from, `sh -c "${hashes(oldHost(environment, from).home(product))} | sort | sha256sum"`),
      onInstance(target, `sh -c "${hashes(filesOf(product))} | sort | sha256sum"`),
    ];
  },
  async run({ from }, { environment, target, host }, signal) {
    const product = applicationOf(instanceNamed(environment, target));
    const options = { signal, timeout: seconds(60) };
    const [there, here] = await Promise.all([
      asRoot(host(from), hashes(oldHost(environment, from).home(product)), options),
      asRoot(host(target), hashes(filesOf(product)), options),
    ]);
    const old = sorted(there);
    const now = sorted(here);
    if (old.length === 0) throw new Error(`the old host has no files of ${product}`);
    if (old.join() !== now.join()) {
      const missing = old.filter((hash) => !now.includes(hash)).length;
      throw new Error(
        `${product}: ${String(old.length)} files on the old host, ${String(now.length)} here; the bytes of ${String(missing)} are nowhere here`,
      );
    }
    return `${product}: all ${String(old.length)} files are here with the same bytes`;
  },
});

const hashes = (folder: string): string => `find ${folder} -type f -exec sha256sum {} + | cut -c 1-64`;
const sorted = (text: string): readonly string[] => text.trim().split('\n').filter(Boolean).sort();
