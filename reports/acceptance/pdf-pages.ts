const MARGIN = 48;
/** Room below the text for the page's number. */
const FOOT = 30;
const PADDING = 4;
const TABLE_SIZE = 8;
/** A text longer than this is cut: what a host said may be of any length, and the whole of it is in the evidence. */
const LONGEST = 700;

const INK = '#1b1b1b';
const LINE = '#d8d8d8';
export const FAINT = '#666666';
/** As on the pages; each colour stands beside the word that it is for. */
export const COLOURS = { met: '#00664b', missed: '#a63f00', unknown: '#6b5200' } as const;

export const PAGES = {
  size: 'A4',
  margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOT },
  bufferPages: true,
} as const;

export interface Cell {
  readonly text: string;
  readonly colour?: string;
  readonly bold?: boolean;
}

export interface Column {
  readonly title: string;
  /** Share of the page's width; all of a table make 1. */
  readonly width: number;
  /** Figures stand at the right. */
  readonly figures?: boolean;
}

interface Written {
  readonly size: number;
  readonly colour?: string;
  readonly bold?: boolean;
  /** What a screen reader takes it for: `H1`, `P`. */
  readonly tag?: string;
}

/** Text and tables on as many pages as they take, with the tags that a screen reader goes by. */
export class PdfPages {
  constructor(private readonly document: PDFKit.PDFDocument) {
    const font = (name: string): string => require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);
    document.registerFont('text', font('DejaVuSans'));
    document.registerFont('bold', font('DejaVuSans-Bold'));
  }

  private get width(): number {
    return this.document.page.width - 2 * MARGIN;
  }

  private get bottom(): number {
    return this.document.page.height - MARGIN - FOOT;
  }

  heading(text: string): void {
    // Not alone at the foot of a page.
    if (this.document.y + 90 > this.bottom) this.document.addPage();
    this.document.y += 10;
    this.text(text, { size: 13, bold: true, tag: 'H2' });
  }

  text(text: string, { size, colour = INK, bold = false, tag = 'P' }: Written): void {
    const { document } = this;
    const element = document.struct(tag);
    document.addStructure(element);
    element.add(() => {
      this.font(bold, size)
        .fillColor(colour)
        .text(printable(text), MARGIN, document.y, { width: this.width });
    });
    element.end();
    document.y += 4;
  }

  /** A table whose head is repeated on each page. A row is not broken over pages. */
  table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): void {
    this.document.y += 4;
    const head = columns.map(({ title }): Cell => ({ text: title, bold: true }));
    const headHeight = this.height(columns, head);
    let pending: (readonly Cell[])[] = [];
    let y = this.document.y + headHeight;
    for (const row of rows) {
      const height = this.height(columns, row);
      if (y + height > this.bottom) {
        if (pending.length > 0) this.draw(columns, [head, ...pending]);
        pending = [];
        this.document.addPage();
        y = this.document.y + headHeight;
      }
      pending.push(row);
      y += height;
    }
    if (pending.length > 0) this.draw(columns, [head, ...pending]);
    this.document.x = MARGIN;
    this.document.y += 6;
  }

  /** At the foot of each page: what it is a page of, its number and how many there are. */
  number(of: string): void {
    const { document } = this;
    const { start, count } = document.bufferedPageRange();
    for (let index = start; index < start + count; index += 1) {
      document.switchToPage(index);
      // Below the margin a text would begin another page.
      document.page.margins.bottom = 0;
      const y = document.page.height - MARGIN;
      const options = { width: this.width, lineBreak: false };
      document.markContent('Artifact', { type: 'Pagination' });
      this.font(false, TABLE_SIZE).fillColor(FAINT);
      document.text(printable(of), MARGIN, y, { ...options, align: 'left' });
      document.text(`Page ${String(index + 1)} of ${String(count)}`, MARGIN, y, {
        ...options,
        align: 'right',
      });
      document.endMarkedContent();
    }
  }

  private draw(columns: readonly Column[], rows: readonly (readonly Cell[])[]): void {
    const { document } = this;
    const table = document.struct('Table');
    document.addStructure(table);
    let top = document.y;
    for (const [index, row] of rows.entries()) {
      const height = this.height(columns, row);
      const line = document.struct('TR');
      table.add(line);
      let left = MARGIN;
      for (const [position, cell] of row.entries()) {
        const column = columns[position];
        const at = left;
        const y = top;
        const width = (column?.width ?? 0) * this.width;
        const element = document.struct(index === 0 ? 'TH' : 'TD');
        line.add(element);
        element.add(() => {
          this.font(cell.bold === true, TABLE_SIZE)
            .fillColor(cell.colour ?? INK)
            .text(printable(cell.text), at + PADDING, y + PADDING, {
              width: width - 2 * PADDING,
              align: column?.figures === true ? 'right' : 'left',
            });
        });
        element.end();
        left += width;
      }
      line.end();
      top += height;
      document.markContent('Artifact', { type: 'Layout' });
      document
        .moveTo(MARGIN, top)
        .lineTo(MARGIN + this.width, top)
        .lineWidth(index === 0 ? 1 : 0.5)
        .stroke(index === 0 ? INK : LINE);
      document.endMarkedContent();
    }
    table.end();
    document.y = top;
  }

  private height(columns: readonly Column[], row: readonly Cell[]): number {
    const heights = row.map(({ text, bold }, position) => {
      const width = (columns[position]?.width ?? 0) * this.width - 2 * PADDING;
      return this.font(bold === true, TABLE_SIZE).heightOfString(printable(text) || ' ', { width });
    });
    return Math.max(...heights) + 2 * PADDING;
  }

  private font(bold: boolean, size: number): PDFKit.PDFDocument {
    return this.document.font(bold ? 'bold' : 'text').fontSize(size);
  }
}

/** Control characters and bidirectional overrides would garble what stands beside them. */
function printable(text: string): string {
  const clean = text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n])[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '\ufffd');
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)} …` : clean;
}
