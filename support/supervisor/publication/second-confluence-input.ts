/** The file and the comment of an upload. */
export function multipartOf(
  contentType: string,
  body: Buffer,
): { readonly name: string; readonly bytes: Buffer; readonly comment: string } {
  const boundary = /boundary=(.+)$/.exec(contentType)?.[1] ?? '';
  const text = body.toString('latin1');
  const parts = text.split(`--${boundary}`).slice(1, -1);
  const part = (name: string): string => parts.find((one) => one.includes(` name="${name}"`)) ?? '';
  const content = (one: string): string => one.slice(one.indexOf('\r\n\r\n') + 4, -2);
  const name = /filename="([^"]*)"/.exec(part('file'))?.[1] ?? '';
  return {
    name: Buffer.from(name, 'latin1').toString('utf8'),
    bytes: Buffer.from(content(part('file')), 'latin1'),
    comment: Buffer.from(content(part('comment')), 'latin1').toString('utf8'),
  };
}

/** Why a text is no XML with a few elements in it; written for this server alone, so that it vouches for the builder. */
export function xmlProblem(body: string): string | undefined {
  if (/(?![\t\n\r\u007f-\u009f])[\p{Cc}\p{Surrogate}\ufffe\uffff]/u.test(body)) return 'invalid character';
  const open: string[] = [];
  let rest = body;
  while (rest !== '') {
    const text = /^[^<&]+/.exec(rest)?.[0];
    const entity = /^&(?:lt|gt|amp|quot|apos|nbsp|eacute|#\d+|#x[0-9a-fA-F]+);/.exec(rest)?.[0];
    const section = /^<!\[CDATA\[[\s\S]*?\]\]>/.exec(rest)?.[0];
    const tag =
      /^<(\/?)((?:(?:ac|ri):)?[a-z][a-z0-9-]*)((?:\s+[a-z-]+(?::[a-z-]+)?="[^"<]*")*)\s*(\/?)>/.exec(rest);
    if (text !== undefined) {
      if (text.includes(']]>')) return 'the end of a CDATA section that was not begun';
      rest = rest.slice(text.length);
    } else if (entity !== undefined) rest = rest.slice(entity.length);
    else if (section !== undefined) rest = rest.slice(section.length);
    else if (tag !== null) {
      const [whole, closing, name = '', attributes = '', empty] = tag;
      const names = [...attributes.matchAll(/([a-z:-]+)="/g)].map(([, one]) => one);
      if (new Set(names).size !== names.length) return `an attribute of ${name} twice`;
      if (/&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[0-9a-fA-F]+);)/.test(attributes)) return 'a bare ampersand';
      if (name === 'script' || names.some((one) => one?.startsWith('on'))) return `${name} may run something`;
      if (closing === '/') {
        if (open.pop() !== name) return `the end of ${name} where another is open`;
      } else if (empty === '') open.push(name);
      rest = rest.slice(whole.length);
    } else return `"${rest.slice(0, 20)}" is no markup`;
  }
  return open.length === 0 ? undefined : `${open.join()} is not closed`;
}
