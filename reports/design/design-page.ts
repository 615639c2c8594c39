import type { Picture } from './picture';

/**
 * What stands on a page, whatever it is shown by. Texts may mark `code` and **what weighs**, and link to another page
 * (`[words](page:network)`), a runbook (`[words](runbook:replace-an-instance)`) or a failure scenario
 * (`[words](scenario:jira-is-killed)`).
 */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly heads: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  /** Hidden until it is asked for. */
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] }
  | { readonly kind: 'picture'; readonly picture: Picture };

export interface DesignPage {
  /** By which others link to it: `network`. */
  readonly name: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export const heading = (text: string): Block => ({ kind: 'heading', text });
export const text = (words: string): Block => ({ kind: 'text', text: words });
export const list = (items: readonly string[]): Block => ({ kind: 'list', items });
export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): Block => ({
  kind: 'table',
  heads,
  rows,
});
export const details = (summary: string, ...blocks: readonly Block[]): Block => ({
  kind: 'details',
  summary,
  blocks,
});
export const shown = (picture: Picture): Block => ({ kind: 'picture', picture });

/** All pictures of a page, in their order. */
export const picturesOf = ({ blocks }: Pick<DesignPage, 'blocks'>): readonly Picture[] =>
  blocks.flatMap((block) =>
    block.kind === 'picture' ? [block.picture] : block.kind === 'details' ? picturesOf(block) : [],
  );

/** `plain` text, or words with what they lead to. */
export interface Piece {
  readonly words: string;
  readonly target?: string;
}

/** A text as its links and what stands between them. */
export function piecesOf(marked: string): readonly Piece[] {
  return marked
    .split(/(\[[^\]]+\]\((?:page|runbook|scenario):[^)]+\))/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const [, words, target] = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(piece) ?? [];
      return words === undefined || target === undefined ? { words: piece } : { words, target };
    });
}
