import { createHash } from 'node:crypto';
import type { Item } from '../applications/store';

const SMALLEST = 1024;
const LARGEST = 8 * 1024;

/** A function that gives the next number in [0, 1), the same series for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What the write of that number writes: 1 to 8 KiB that no compression and no sparse file makes smaller. */
export function contentOf(seed: number, operation: number): { readonly item: Item; readonly sha256: string } {
  const bytes = randomBytes(`${seed}:${operation}`);
  const sha256 = sha256Of(bytes);
  const key = `Write ${String(operation).padStart(7, '0')}`;
  // The body names the bytes, so that text and attachment can be checked against each other.
  const body = `<p>${key} of Firedrill: ${bytes.length} bytes, SHA-256 ${sha256}</p>`;
  return { item: { key, body, attachment: { name: `write-${operation}.bin`, bytes } }, sha256 };
}

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function randomBytes(seed: string): Buffer {
  const first = createHash('sha256').update(seed).digest();
  const length = SMALLEST + (first.readUInt32BE(0) % (LARGEST - SMALLEST + 1));
  const blocks: Buffer[] = [];
  for (let block = 0; block * 32 < length; block += 1) {
    blocks.push(createHash('sha256').update(`${seed}:${block}`).digest());
  }
  return Buffer.concat(blocks, length);
}
