import { EventEmitter } from 'node:events';
import { Terminal as Emulator } from '@xterm/headless';
import type { Terminal } from './live-screen';

/** For tests: a terminal as people have it, whose screen and scrollback can be read. */
export class EmulatedTerminal extends EventEmitter implements Terminal {
  private readonly emulator: Emulator;

  constructor(columns: number, rows: number) {
    super();
    // A terminal's driver puts the carriage return to each line feed.
    this.emulator = new Emulator({ cols: columns, rows, convertEol: true, allowProposedApi: true });
  }

  get columns(): number {
    return this.emulator.cols;
  }
  get rows(): number {
    return this.emulator.rows;
  }

  write(text: string): boolean {
    this.emulator.write(text);
    return true;
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.settled();
    this.emulator.resize(columns, rows);
    this.emit('resize');
  }

  /** All lines, those that have been scrolled away too, without the empty ones at the end; what was wrapped is joined. */
  async lines(): Promise<readonly string[]> {
    await this.settled();
    const { active } = this.emulator.buffer;
    const lines: string[] = [];
    for (let index = 0; index < active.length; index += 1) {
      const line = active.getLine(index);
      const text = line?.translateToString(true) ?? '';
      if (line?.isWrapped === true) lines.push(`${lines.pop() ?? ''}${text}`);
      else lines.push(text);
    }
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  private settled(): Promise<void> {
    return new Promise((resolve) => this.emulator.write('', resolve));
  }
}
