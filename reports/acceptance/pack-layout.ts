/**
 * Where things are in an acceptance pack:
 *
 *     index.html, acceptance.pdf    the decision and why, for people
 *     decision.json                 the same as data
 *     evidence/                     the run: its record, report, journal, what cucumber said
 *     evidence/<drill>/             a drill's evidence, as the drill left it
 *     evidence/acceptance/          what else was looked at: environment files, exceptions, the tests of the guard rails
 *     manifest.json                 every file's SHA-256, the drills' in a chain
 *     signatures/<role>/<signer>.sig
 */
export const packFiles = {
  page: 'index.html',
  pdf: 'acceptance.pdf',
  decision: 'decision.json',
} as const;

export const EVIDENCE_FOLDER = 'evidence';
export const LOOKED_AT_FOLDER = `${EVIDENCE_FOLDER}/acceptance`;
