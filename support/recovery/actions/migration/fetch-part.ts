import { seconds } from '../../../drill/time';
import { asRoot } from '../../../hosts/as-root';
import type { ActionContext } from '../context';
import { incoming, oldHost } from './old-host';
import { stepOnHost } from '../step-on-host';

/** A part of the old host's exports that has come to the new host. */
export interface FetchedPart {
  readonly path: string;
  readonly sha256: string;
  /** Written when the part is put in place, with its hash: after that it is not put there again. */
  readonly doneFile: string;
  readonly done: boolean;
}

/**
 * Brings a part from the old host to the target, by the same way as a person would: out of one and into the other, over the
 * bastion. It is whole or not there. One that was put in place before is not fetched.
 */
export async function fetchPart(
  { environment, target, host }: Pick<ActionContext, 'environment' | 'target' | 'host'>,
  from: string,
  part: string,
  signal: AbortSignal,
): Promise<FetchedPart> {
  const { exports } = oldHost(environment, from);
  const folder = incoming(environment, target);
  const listed = await asRoot(host(from), `cat ${exports}/${part}.sha256`, { signal });
  const [sha256 = ''] = listed.trim().split(' ');
  const facts = { path: `${folder}/${part}`, doneFile: `${folder}/${part}.done`, sha256 };
  const kept = await asRoot(host(target), `cat ${facts.doneFile} 2>/dev/null || true`, { signal });
  if (kept.trim() === sha256) return { ...facts, done: true };
  const options = { signal, timeout: seconds(280) };
  const bytes = await asRoot(host(from), `base64 --wrap=0 ${exports}/${part}`, options);
  const script = `install -d -m 0700 ${folder}
base64 --decode > ${facts.path}.new
echo "${sha256}  ${facts.path}.new" | sha256sum --check --status
sync ${facts.path}.new
mv ${facts.path}.new ${facts.path}`;
  await stepOnHost(host(target), script, { ...options, input: bytes });
  return { ...facts, done: false };
}

/** Ends the script that puts a part in place: by then it is on the disk, and the part is not needed any more. */
export const noteDone = ({ path, doneFile, sha256 }: FetchedPart): string =>
  `sync
echo ${sha256} > ${doneFile}.new
sync ${doneFile}.new
mv ${doneFile}.new ${doneFile}
rm -f ${path}`;

/** What a person types for the same. */
export const fetchCommand = (
  exports: string,
  from: string,
  folder: string,
  target: string,
  part: string,
): string =>
  `ssh ${from} 'sudo cat ${exports}/${part}' | ssh ${target} 'sudo sh -c "install -d -m 0700 ${folder}; cat > ${folder}/${part}"'`;
