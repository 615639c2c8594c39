/** A range of IPv4 addresses as unsigned 32-bit numbers, both ends included. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

export function parseAddress(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const octets = match.slice(1).map(Number);
  if (octets.some((octet) => octet > 255)) return undefined;
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

export const formatAddress = (address: number): string =>
  [24, 16, 8, 0].map((bits) => (address >>> bits) & 255).join('.');

/** A CIDR block whose address is the block's first; undefined for anything else. */
export function parseCidr(text: string): AddressRange | undefined {
  const [address = '', bits = '', ...rest] = text.split('/');
  const first = parseAddress(address);
  if (first === undefined || rest.length > 0 || !/^\d{1,2}$/.test(bits) || Number(bits) > 32)
    return undefined;
  const size = 2 ** (32 - Number(bits));
  if (first % size !== 0) return undefined;
  return { first, last: first + size - 1 };
}

export const contains = (outer: AddressRange, inner: AddressRange): boolean =>
  outer.first <= inner.first && inner.last <= outer.last;

export const overlaps = (one: AddressRange, other: AddressRange): boolean =>
  one.first <= other.last && other.first <= one.last;
