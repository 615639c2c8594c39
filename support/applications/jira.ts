import type { ApplicationAccess } from './access';
import type { StoreOptions } from './open-store';
import type { Store } from './store';

export function openJira(access: ApplicationAccess, options: StoreOptions): Store {
  throw new Error(`being written: ${access.hostname} ${options.requestTimeout}`);
}
