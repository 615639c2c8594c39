import type { VerdictResult } from '../../support/drill/verdict';
import { status, type StatusColour } from './macros';
import type { StorageNode } from './storage-format';

const COLOURS: Readonly<Record<VerdictResult, StatusColour>> = {
  met: 'Green',
  missed: 'Red',
  unknown: 'Yellow',
};

/** The verdict as a coloured word: the word is there for who does not see the colour. */
export const verdictStatus = (result: VerdictResult): StorageNode => status(COLOURS[result], result);

/** The box that a verdict is announced in. */
export const verdictBox = (result: VerdictResult): 'tip' | 'warning' | 'note' =>
  (({ met: 'tip', missed: 'warning', unknown: 'note' }) as const)[result];
