import type { Application } from '../drill/history';
import type { Milliseconds } from '../drill/time';
import type { ApplicationAccess } from './access';
import { openAlfresco } from './alfresco';
import { openConfluence } from './confluence';
import { openJira } from './jira';
import type { Store } from './store';

export interface StoreOptions {
  /** Bounds each request from its start to the last byte of its answer. */
  readonly requestTimeout: Milliseconds;
  /**
   * With each request (the default) the password goes along, as a script's, and the application asks Crowd each time. With
   * `once` the store logs in at its first request and keeps the session, as a person's browser does.
   */
  readonly logIn?: 'with-each-request' | 'once';
}

export const applications = ['confluence', 'jira', 'alfresco'] as const satisfies readonly Application[];

const open: Record<Application, (access: ApplicationAccess, options: StoreOptions) => Store> = {
  confluence: openConfluence,
  jira: openJira,
  alfresco: openAlfresco,
};

/** Opens an application as a store; no request is made yet. */
export function openStore(application: Application, access: ApplicationAccess, options: StoreOptions): Store {
  return open[application](access, options);
}
