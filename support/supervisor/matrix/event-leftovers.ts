/** What events leave on a target until they are taken back; it is no part of its fingerprint. */
export const FILLER = 'matrix-filler';
export const SSH_TABLE = 'matrix-ssh';

/**
 * Root's shell on the target; each can be repeated. The next case may take the disk or the power away: what is not on
 * disk then comes back.
 */
export const takeAwayFiller = (mount: string): string => `rm -f ${mount}/${FILLER} && sync -f ${mount}`;
export const reopenSsh = `nft delete table inet ${SSH_TABLE} 2>/dev/null; systemctl start ssh.service`;
