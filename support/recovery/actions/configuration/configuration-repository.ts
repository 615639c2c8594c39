/** The repository that every host gets its configuration from, on the bastion's data volume. */
const REPOSITORY = 'repository.git';

/** Where it is, below the mount of the data volume or of a copy of it. */
export const repositoryAt = (mount: string): string => `${mount}/${REPOSITORY}`;

/**
 * Reads every object and compares it with its name, which is the hash of its content; ends with 0 when all are whole. As its
 * owner, since git trusts no repository of somebody else's. Source: git-fsck(1).
 */
export const fsckCommand = (mount: string): string =>
  `runuser -u configuration -- env LC_ALL=C git --git-dir=${repositoryAt(mount)} fsck --full --no-dangling --no-progress`;
