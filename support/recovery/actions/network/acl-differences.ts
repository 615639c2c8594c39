import { allowAll, entryText, type NetworkAcl } from '../../../cloud/network-acls';

/** What a network ACL has too much or too little of, in words; an environment file declares every subnet open. */
export function aclDifferences({
  entries,
  subnet,
}: Pick<NetworkAcl, 'entries' | 'subnet'>): readonly string[] {
  const present = entries.map(entryText);
  const declared = allowAll.map(entryText);
  return [
    ...present
      .filter((entry) => !declared.includes(entry))
      .map((entry) => `${subnet}: "${entry}" is not declared`),
    ...declared
      .filter((entry) => !present.includes(entry))
      .map((entry) => `${subnet}: "${entry}" is missing`),
  ];
}
