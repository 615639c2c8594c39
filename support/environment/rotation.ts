import { renderConfiguration, revisionOf } from './configuration';
import { configurationArchive } from './configuration-archive';
import { roles } from './environment';
import { importConfiguration } from './import-configuration';
import type { OpenEnvironment } from './open-environment';
import type { RenewableSecret, Secrets } from './secrets';

/** New secrets in the place of those that the hosts have. */
export interface Rotation {
  /**
   * Makes new ones and hands them to the bastion, from where the hosts take them. A service that keeps its own copy, as a
   * database does, still has the old one.
   */
  renew(names: readonly RenewableSecret[], signal: AbortSignal): Promise<void>;
  /** The text that the hosts had before: of a password, or of `tls.web.crt`. */
  old(name: string): string;
  /** The text of now; the old one where nothing was renewed. */
  current(name: string): string;
  /** The names of what the environment has anew, and would go back from. */
  renewed(): readonly string[];
  /** Nothing was renewed: the environment has gone back to what it had. */
  forget(): void;
}

/**
 * @param keep whether the new ones are kept on this machine before the bastion gets them; not in a drill, after which the
 * golden snapshot brings the old ones back
 */
export function rotationOf(
  open: Pick<OpenEnvironment, 'environment' | 'state' | 'secrets' | 'bastion'>,
  keep: boolean,
): Rotation {
  const { environment, secrets } = open;
  let renewed: Readonly<Record<string, string>> = {};
  return {
    async renew(names, signal) {
      const files = renderConfiguration(environment);
      const revision = revisionOf(files);
      // Only the secrets are to change.
      if (revision !== open.state.revision)
        throw new Error(
          `${environment.name} is at ${open.state.revision}, and this checkout's configuration is ${revision}; run: npx firedrill up ${environment.name}`,
        );
      renewed = { ...renewed, ...(await secrets.fresh(names)) };
      if (keep) await secrets.keep(renewed);
      const present = roles.filter((role) =>
        environment.instances.some((instance) => instance.role === role),
      );
      const archive = configurationArchive(files, withTexts(secrets, renewed), present);
      await importConfiguration(open, archive, revision, signal);
    },
    old: (name) => secrets.text(name),
    current: (name) => renewed[name] ?? secrets.text(name),
    renewed: () => Object.keys(renewed).sort(),
    forget: () => (renewed = {}),
  };
}

const withTexts = (secrets: Secrets, texts: Readonly<Record<string, string>>): Secrets => ({
  ...secrets,
  ofRole: (role) =>
    Object.fromEntries(
      Object.entries(secrets.ofRole(role)).map(([name, text]) => [name, texts[name] ?? text]),
    ),
});
