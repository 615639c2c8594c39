import { formsOf } from './forms';
import { createFragmentIndex, FRAGMENT, SEVERAL } from './fragment-index';
import { markOf, type Form, type NamedSecret } from './named-secret';

/** The text with every secret in it replaced by a mark that names it. */
export type Redact = (text: string) => string;

/**
 * Makes the redactor of these secrets. It replaces each of their forms (see `forms.ts`), and of those with 16
 * characters and more every piece of 16 and more, so that a cut or wrapped one does not pass either. A text without
 * any is returned as it is, and redacting again changes nothing.
 *
 * A secret that is part of a mark, such as the name of another, cannot be hidden in it.
 */
export function createRedactor(secrets: readonly NamedSecret[]): Redact {
  const forms = secrets.flatMap(formsOf);
  if (forms.length === 0) return (text) => text;
  const find = createFragmentIndex(forms.filter(({ text }) => text.length >= FRAGMENT));
  const short = forms
    .filter(({ text }) => text.length < FRAGMENT)
    .sort((one, other) => other.text.length - one.text.length)
    .map((form): ShortForm => ({ ...form, expression: expressionOf(form) }));
  const marks = [...new Set([...secrets.map(({ name }) => name), SEVERAL])].map(markOf);
  const marked = new RegExp(`(${marks.map((mark) => escapedForExpression(mark)).join('|')})`);

  const hide = (text: string): string => {
    const runs = find(text);
    if (runs.length === 0) return hideShort(text, short);
    const parts: string[] = [];
    let end = 0;
    for (const run of runs) {
      parts.push(hideShort(text.slice(end, run.start), short), markOf(run.name));
      end = run.end;
    }
    parts.push(hideShort(text.slice(end), short));
    return parts.join('');
  };
  return (text) =>
    text.includes('[redacted: ')
      ? text
          .split(marked)
          .map((part, index) => (index % 2 === 0 ? hide(part) : part))
          .join('')
      : hide(text);
}

interface ShortForm extends Form {
  readonly expression: RegExp;
}

const expressionOf = ({ text, before, after }: Form): RegExp =>
  new RegExp(`[\\w+/-]{0,${String(before)}}${escapedForExpression(text)}[\\w+/-]{0,${String(after)}}`);

/** Replaces short forms, which must be whole; what was put in one's place is not looked at for the others. */
function hideShort(text: string, forms: readonly ShortForm[], from = 0): string {
  for (let index = from; index < forms.length; index += 1) {
    const form = forms[index];
    if (form === undefined || !text.includes(form.text)) continue;
    return text
      .split(form.expression)
      .map((part) => hideShort(part, forms, index + 1))
      .join(markOf(form.name));
  }
  return text;
}

const escapedForExpression = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
