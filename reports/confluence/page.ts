import { createHash } from 'node:crypto';
import type { VerdictResult } from '../../support/drill/verdict';
import { paragraph } from './macros';
import { notesSection } from './notes-section';
import { storageFormat, type Part } from './storage-format';

/** A picture to attach, as SVG; it is attached as PNG, which every Confluence shows. */
export interface Picture {
  readonly name: string;
  readonly svg: string;
}

/** What a run came to, in the few figures that the page above it needs; kept with the run's page. */
export interface RunInShort {
  readonly run: string;
  readonly startedAt: string;
  readonly result: VerdictResult;
  readonly met: number;
  readonly missed: number;
  readonly unknown: number;
  /** Of the drills that recovered, the longest recovery, in milliseconds. */
  readonly longestMs?: number | undefined;
}

/** What a page is made with beside its own content: what is known only while it is published. */
export interface Surroundings {
  /** Names of the pictures that are attached: one that Confluence refused is not shown. */
  readonly pictures: ReadonlySet<string>;
  /** Without details, where Confluence found the whole page too large. */
  readonly short: boolean;
  /** The runs that have a page below this one, newest first, with its title. */
  readonly runs: readonly { readonly title: string; readonly run: RunInShort }[];
}

/** A page of the recovery report. */
export interface ReportPage {
  /** What it is, whatever its title: `overview`, `run/<id>`, `scenario/<id>`, `runbook/<id>`. */
  readonly key: string;
  readonly title: string;
  /** The key of the page above it; absent for what stands below the chosen parent. */
  readonly below?: string;
  readonly labels: readonly string[];
  readonly pictures: readonly Picture[];
  readonly run?: RunInShort;
  readonly content: (around: Surroundings) => readonly Part[];
}

const HOW_IT_IS_MADE =
  'This page is written by Firedrill, and written anew when its report changes. What people write in the panel below is kept; what they write elsewhere is not.';

/** The page in storage format, with the notes of people as they are; a new page has none. */
export const bodyOf = (page: ReportPage, around: Surroundings, notes: string | undefined): string =>
  `${generatedPart(page, around)}${notesSection(notes)}`;

/** By it a page that has changed is told from one that has not: over title, body, labels and pictures, without the notes. */
export function contentHash(page: ReportPage, around: Surroundings): string {
  const pictures = page.pictures.map(({ name, svg }) => [name, pictureHash(svg)]);
  const parts = [
    page.title,
    generatedPart(page, around),
    [...page.labels].sort(),
    pictures,
    page.run ?? null,
  ];
  return hashOf(JSON.stringify(parts));
}

export const pictureHash = (svg: string): string => hashOf(svg);

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

const generatedPart = (page: ReportPage, around: Surroundings): string =>
  storageFormat([page.content(around), paragraph(HOW_IT_IS_MADE)]);
