import { milliseconds, type Milliseconds } from '../drill/time';

const milliSecondsOf: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** `90s`, `500ms`, `5min`, `2h`; undefined for anything else. */
export function parseDuration(text: string): Milliseconds | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|min|h)$/.exec(text);
  const factor = milliSecondsOf[match?.[2] ?? ''];
  if (match === null || factor === undefined) return undefined;
  return milliseconds(Number(match[1]) * factor);
}

/** `50%` as 0.5; undefined for anything else, and for what is not above 0 and at most 100. */
export function parseShare(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text);
  const share = Number(match?.[1]) / 100;
  return share > 0 && share <= 1 ? share : undefined;
}

/** `1GiB`, `2TiB` in GiB; undefined for anything else. EBS knows only whole GiB. */
export function parseSizeGiB(text: string): number | undefined {
  const match = /^([1-9]\d*)(GiB|TiB)$/.exec(text);
  if (match === null) return undefined;
  return Number(match[1]) * (match[2] === 'TiB' ? 1024 : 1);
}
