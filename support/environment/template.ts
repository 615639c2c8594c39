/**
 * Fills `{{name}}` in a configuration file. An unknown name is an error, as is a brace pair that holds no name:
 * a half-rendered configuration must not reach a host.
 *
 * @param path named in errors
 * @throws Error `path:line: …`, all lines at once
 */
export function renderTemplate(path: string, template: string, values: ReadonlyMap<string, string>): string {
  const errors: string[] = [];
  const rendered = template.replaceAll(/\{\{([^{}]*)\}\}/g, (whole, name: string, offset: number) => {
    const value = values.get(name);
    if (value !== undefined) return value;
    const line = template.slice(0, offset).split('\n').length;
    errors.push(`${path}:${line}: unknown placeholder ${whole}; known are ${[...values.keys()].join(', ')}`);
    return whole;
  });
  if (errors.length > 0) throw new Error(errors.join('\n'));
  return rendered;
}
