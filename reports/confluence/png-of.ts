import { createRequire } from 'node:module';
import type * as Library from '@resvg/resvg-js';

/** Loaded when a picture is drawn: most commands draw none. */
const load = createRequire(__filename);

/** For displays with a finer grid than a picture's own. */
const PIXELS_WIDE = 1470;

/** An SVG picture as PNG, with the font that comes along: what the machine has would make another picture of it. */
export function pngOf(svg: string): Buffer {
  const { Resvg } = load('@resvg/resvg-js') as typeof Library;
  const font = {
    loadSystemFonts: false,
    fontFiles: ['DejaVuSans', 'DejaVuSans-Bold'].map((name) =>
      load.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`),
    ),
    defaultFontFamily: 'DejaVu Sans',
    sansSerifFamily: 'DejaVu Sans',
  };
  const picture = new Resvg(svg, {
    font,
    background: 'white',
    fitTo: { mode: 'width', value: PIXELS_WIDE },
  });
  return picture.render().asPng();
}
