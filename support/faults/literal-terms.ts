import type { InjectionProgress } from '../drill/fault';
import { leaseId, type LeasePart, type LeaseTerms } from '../drill/lease';
import { seconds } from '../drill/time';

/** For unit tests: a lease's terms, nobody who is told of progress, and a lease of the environment that holds nothing. */
export const terms: LeaseTerms = {
  id: leaseId('test', '00000001'),
  fault: 'test',
  holder: 'run/drill',
  duration: seconds(20),
};

export const progress: InjectionProgress = { halfway: () => undefined };

export const environmentLease: LeasePart = {
  location: { kind: 'environment' },
  description: 'bring staging back to its golden snapshot',
  arm: () => Promise.resolve(),
  renew: () => Promise.resolve('held'),
  revert: () => Promise.resolve(undefined),
};

export const named = (text: string) => (): Promise<string> => Promise.resolve(text);
