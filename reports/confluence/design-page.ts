import { piecesOf, picturesOf, type Block, type DesignPage } from '../design/design-page';
import { expand, heading, list, pageLink, paragraph, picture, prose, table, tableOfContents } from './macros';
import type { ReportPage, Surroundings } from './page';
import type { Part } from './storage-format';
import { designPageTitle, designTitle } from './titles';

/** Wider than that it would not stand in the page. */
const WIDEST_PICTURE = 1100;

/**
 * A page of the environment's design documentation, as `docs/design` has it.
 *
 * @param first the name of the one that the others stand below
 * @param titleOf the title of the page that a link's target is; undefined where there is none
 */
export function confluenceDesignPage(
  environment: string,
  page: DesignPage,
  first: string,
  titleOf: (target: string) => string | undefined,
): ReportPage {
  const isFirst = page.name === first;
  const pictures = picturesOf(page);
  return {
    key: isFirst ? 'design' : `design/${page.name}`,
    title: isFirst ? designTitle(environment) : designPageTitle(environment, page.title),
    below: isFirst ? 'overview' : 'design',
    labels: ['firedrill', 'firedrill-design'],
    pictures: pictures.map(({ name, svg }) => ({ name: `${name}.png`, svg })),
    content: (around) => [
      page.blocks.some(({ kind }) => kind === 'heading') ? tableOfContents(1) : undefined,
      page.blocks.map((block) => blockParts(block, around, titleOf)),
    ],
  };
}

function blockParts(
  block: Block,
  around: Surroundings,
  titleOf: (target: string) => string | undefined,
): Part {
  const inline = (text: string): readonly Part[] =>
    piecesOf(text).map(({ words, target }) => {
      const title = target === undefined ? undefined : titleOf(target);
      return title === undefined ? prose(words) : pageLink(title, words);
    });
  switch (block.kind) {
    case 'heading':
      return heading(1, inline(block.text));
    case 'text':
      return paragraph(inline(block.text));
    case 'list':
      return list(block.items.map(inline));
    case 'table':
      return table(
        block.heads,
        block.rows.map((cells) => cells.map(inline)),
      );
    case 'details':
      return expand(
        block.summary,
        block.blocks.map((inner) => blockParts(inner, around, titleOf)),
      );
    case 'picture': {
      const { name, alt, width } = block.picture;
      const file = `${name}.png`;
      return around.pictures.has(file)
        ? paragraph(picture(file, alt, Math.min(width, WIDEST_PICTURE)))
        : paragraph(`Picture: ${alt}`);
    }
  }
}
