import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

/** The checkout's root; everything that Firedrill keeps on this machine lies below it. */
export const CHECKOUT = resolve(__dirname, '../..');

/** State, keys and secrets of the environments: see docs/architecture.md. */
export const STATE_FOLDER = join(CHECKOUT, '.firedrill');

/** Runs and their reports; elsewhere where the variable says so. */
export const REPORTS_FOLDER = process.env['FIREDRILL_REPORTS'] ?? join(CHECKOUT, 'reports', 'out');

/** The embedded cloud of this checkout; two checkouts on one machine have two clouds. */
export const CLOUD_NAME = `firedrill-${createHash('sha256').update(CHECKOUT).digest('hex').slice(0, 8)}`;
