import { z } from 'zod';
import { instanceNamed, type Environment } from '../../../environment/environment';
import { identifier } from '../../../faults/databases/sql-identifier';

/** The products whose data a migration brings: each has a schema and a home of its own name. */
export const products = ['confluence', 'jira', 'alfresco'] as const;
export type Product = (typeof products)[number];

/** Names the old host in a step whose target is the new one. */
export const fromOldHost = z.strictObject({ from: identifier });

export interface OldHost {
  /** Where its exports lie: `<part>`, and beside it `<part>.sha256` when it is whole. */
  readonly exports: string;
  /** A product's files. */
  home(product: Product): string;
}

export function oldHost(environment: Environment, name: string): OldHost {
  const { mount } = instanceNamed(environment, name).volume;
  return { exports: `${mount}/export`, home: (product) => `${mount}/home/${product}` };
}

/** Where a new host keeps what it was given, and what it has done with it: `<part>`, `<part>.done`. */
export const incoming = (environment: Environment, target: string): string =>
  `${instanceNamed(environment, target).volume.mount}/migration`;
