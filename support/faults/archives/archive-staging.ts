/**
 * Where the copy of an archive off site has its room on the way, on the root volume of the bastion: restic's cache, and its
 * packs until they are stored. `restic-offsite` of the bastion's image says so.
 */
export const ARCHIVE_STAGING = '/var/cache/restic';
