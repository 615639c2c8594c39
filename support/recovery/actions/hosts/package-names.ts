import { z } from 'zod';

/** A parameter that names several Debian packages, a blank between them. */
export const packageNames = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.+-]+( [a-z0-9][a-z0-9.+-]+)*$/, {
    error: 'expected names of Debian packages, a blank between them',
  })
  .transform((text) => text.split(' '));

/** Has apt see what the bastion offers, and nothing else. */
export const OFFERED = '/usr/local/lib/firedrill/offered-packages';
export const FETCH = '/usr/local/lib/firedrill/fetch-packages';
/** What is changed on a root disk by it. */
export const PACKAGES = 'packages';

export const INSTALL = `${OFFERED} apt-get -q -y --no-install-recommends -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install`;
