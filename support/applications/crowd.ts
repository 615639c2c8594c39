import type { ApplicationAccess } from './access';
import type { StoreOptions } from './open-store';
import { statusProbe } from './probe';
import type { ProbeResult } from './store';
import { openWebClient } from './web-client';

/** Crowd as its users meet it: whether it runs, and whether a person's password is accepted. */
export interface Crowd {
  probe(signal: AbortSignal): Promise<ProbeResult>;
  /** False is Crowd's clear refusal; anything unclear throws `RequestFailed`. */
  authenticates(username: string, password: string, signal: AbortSignal): Promise<boolean>;
  close(): void;
}

/** `access` names an application known to Crowd, not a person: its REST resources take no other. */
export function openCrowd(access: ApplicationAccess, options: StoreOptions): Crowd {
  const client = openWebClient(access, options.requestTimeout);
  return {
    probe: (signal) => statusProbe(client, '/crowd/status', signal),
    authenticates: async (username, password, signal) => {
      const answer = await client.request(
        {
          method: 'POST',
          path: '/crowd/rest/usermanagement/1/authentication',
          query: { username },
          json: { value: password },
          accept: [400],
        },
        signal,
      );
      return answer.status === 200;
    },
    close: () => {
      client.close();
    },
  };
}
