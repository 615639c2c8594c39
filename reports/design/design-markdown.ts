import { piecesOf, type Block, type DesignPage } from './design-page';

/** Where a link's target lies, from the page's folder; undefined where nothing can be linked to. */
export type LinkTo = (target: string) => string | undefined;

/** A page in Markdown; its pictures lie beside it, in `pictures/`. */
export const designMarkdown = ({ title, blocks }: DesignPage, linkTo: LinkTo): string =>
  [`# ${title}`, ...blocks.flatMap((block) => blockLines(block, linkTo))].join('\n\n');

function blockLines(block: Block, linkTo: LinkTo): readonly string[] {
  const inline = (text: string): string => inlineMarkdown(text, linkTo);
  switch (block.kind) {
    case 'heading':
      return [`## ${inline(block.text)}`];
    case 'text':
      return [inline(block.text)];
    case 'list':
      return [block.items.map((item) => `- ${inline(item)}`).join('\n')];
    case 'table': {
      const row = (cells: readonly string[]): string =>
        `| ${cells.map((cell) => inline(cell).replaceAll('|', '\\|').replaceAll('\n', '<br>')).join(' | ')} |`;
      return [
        [row(block.heads), `|${block.heads.map(() => '---|').join('')}`, ...block.rows.map(row)].join('\n'),
      ];
    }
    case 'details':
      return [
        `<details><summary>${inline(block.summary)}</summary>`,
        ...block.blocks.flatMap((inner) => blockLines(inner, linkTo)),
        '</details>',
      ];
    case 'picture':
      return [`![${block.picture.alt}](pictures/${block.picture.name}.svg)`];
  }
}

const inlineMarkdown = (text: string, linkTo: LinkTo): string =>
  piecesOf(text)
    .map(({ words, target }) => {
      const place = target === undefined ? undefined : linkTo(target);
      return place === undefined ? words : `[${words}](${place})`;
    })
    .join('');
