import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import type { Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { hostLease } from '../host-lease-part';
import { untilSeen } from '../until-seen';

export interface InstallPackageTarget {
  readonly instance: string;
  /** The package's name, which is that of its one program, too. */
  readonly name: string;
  /** Where its data volume is mounted, and the unit that uses it. */
  readonly mount: string;
  readonly unit: string;
  readonly host: Shell;
  /** `crowd (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Installs a Debian package by hand that is in nobody's image, as somebody does who looks into something and leaves his tools
 * behind. It is made on the host, of one program that does nothing. Reverting removes it, also after a boot.
 */
export function installPackage(target: InstallPackageTarget): Fault {
  const { instance, name, mount, unit, host, named } = target;
  const state = `dpkg-query --show --showformat='\${db:Status-Status}' ${name} 2>/dev/null`;
  let begun = false;
  return {
    name: 'install-package',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: the package ${name}`,
        change: 'make it and install it with dpkg',
        revert: 'remove it with dpkg, where it is still there',
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `remove the package ${name}`, {
          holds: [`package ${name}`],
          note: `! ${state} >/dev/null || { echo 'the package ${name} is there already'; exit 1; }`,
          revert: `rm -rf /tmp/${name}-package /tmp/${name}.deb
if ${state} >/dev/null; then
  dpkg --purge ${name}
  echo 'the package ${name} is removed'
fi`,
          // The root disk outlives a reboot.
          lasts: { at: mount, before: unit },
        }),
      ]),

    inject: async ({ id }, progress, signal) => {
      begun = true;
      const tree = `/tmp/${name}-package`;
      await injectOnHost(
        host,
        id,
        `mkdir -p ${tree}/DEBIAN ${tree}/usr/bin
printf 'Package: ${name}\\nVersion: 1.0\\nArchitecture: all\\nMaintainer: nobody\\nDescription: tools that were left behind\\n' > ${tree}/DEBIAN/control
printf '#!/bin/sh\\n:\\n' > ${tree}/usr/bin/${name}
chmod 0755 ${tree}/usr/bin/${name}
dpkg-deb --root-owner-group --build ${tree} /tmp/${name}.deb`,
        { signal },
      );
      await progress.halfway();
      await injectOnHost(host, id, `dpkg --install /tmp/${name}.deb\nrm -rf ${tree} /tmp/${name}.deb`, {
        signal,
        timeout: seconds(60),
      });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `no package was installed on ${instance}` };
      return untilSeen(`${name} to be installed on ${instance}`, seconds(20), signal, async (attempt) => {
        const said = await asRoot(host, `${state} || true`, { signal: attempt });
        const seen = `dpkg on ${instance} says of ${name}: ${said.trim() || 'nothing'}`;
        return said.trim() === 'installed' ? { value: seen } : { seen };
      });
    },
  };
}
