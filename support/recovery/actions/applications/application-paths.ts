import type { Application } from '../../../drill/history';
import type { InstanceDeclaration } from '../../../environment/environment';

/** Where each application says how it is, and what a good answer contains. */
export const statusOf: Readonly<Record<Application, { readonly path: string; readonly expect: string }>> = {
  confluence: { path: '/confluence/status', expect: 'RUNNING' },
  jira: { path: '/jira/status', expect: 'RUNNING' },
  alfresco: {
    path: '/alfresco/api/-default-/public/alfresco/versions/1/probes/-ready-',
    expect: 'readyProbe',
  },
};

/** The application that an instance serves; throws for an instance that serves none of the three. */
export function applicationOf({ name, role }: InstanceDeclaration): Application {
  if (role === 'confluence' || role === 'jira' || role === 'alfresco') return role;
  throw new Error(`${name} (${role}) serves none of Confluence, Jira and Alfresco`);
}
