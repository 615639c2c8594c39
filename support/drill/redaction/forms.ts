import { FRAGMENT } from './fragment-index';
import { keyBody, keyForms } from './key-forms';
import { SHORTEST_SECRET, type Form, type NamedSecret } from './named-secret';
import { textForms } from './text-forms';

/** All forms of a secret that are long enough to be told from ordinary text. */
export function formsOf({ name, value, published = [] }: NamedSecret): readonly Form[] {
  const body = keyBody(value);
  if (body === undefined) {
    return distinct(textForms(value), SHORTEST_SECRET).map((form) => ({
      ...form,
      name,
      least: Math.min(form.text.length, FRAGMENT),
    }));
  }
  const forms = keyForms(body, published);
  return [true, false].flatMap((whole) =>
    distinct(
      forms.filter((form) => form.whole === whole),
      FRAGMENT,
    ).map(({ text }) => ({ text, name, least: whole ? text.length : FRAGMENT, before: 0, after: 0 })),
  );
}

/** One of each text; the last, since what it has beside it goes along. */
const distinct = <T extends { readonly text: string }>(
  forms: readonly T[],
  shortest: number,
): readonly T[] => [
  ...new Map(forms.filter(({ text }) => text.length >= shortest).map((form) => [form.text, form])).values(),
];
