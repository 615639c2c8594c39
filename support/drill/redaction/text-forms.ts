import {
  base64Encoded,
  hexadecimal,
  jsonEscaped,
  shellQuoted,
  urlEncoded,
  xmlEscaped,
  type Base64,
} from './encodings';
import { SHORTEST_SECRET } from './named-secret';

/** Every way in which a password or token travels: as it is, escaped for another syntax, and encoded. */
export function textForms(value: string): readonly Base64[] {
  if (value.length < SHORTEST_SECRET) return [];
  const written = [
    value,
    ...jsonEscaped(value),
    ...xmlEscaped(value),
    ...shellQuoted(value),
    ...urlEncoded(value),
    ...hexadecimal(value),
  ];
  const [json = value] = jsonEscaped(value);
  return [
    ...written.map((text) => ({ text, before: 0, after: 0 })),
    ...base64Encoded(value),
    ...base64Encoded(json),
  ];
}
