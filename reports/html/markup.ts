/** Text that is already HTML; everything else is escaped on its way into a template. */
export class Markup {
  constructor(readonly html: string) {}
}

type Part = string | number | Markup | readonly (Markup | string)[] | undefined;

/** Template tag: escapes every interpolated value that is not `Markup`. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...parts.map(render)));
}

function render(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.html;
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part));
  return part.map((item) => render(item)).join('');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(value: string): string {
  return (
    value
      .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
      // Control characters and bidirectional overrides would garble what stands beside them.
      .replace(/(?![\t\n\r])[\p{Cc}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '\ufffd')
  );
}
