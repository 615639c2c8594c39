import assert from 'node:assert/strict';
import test from 'node:test';
import { renderTemplate } from './template';

const values = new Map([['environment.name', 'staging']]);

test('a placeholder is replaced wherever it stands', () => {
  assert.equal(
    renderTemplate('a', '{{environment.name}} and {{environment.name}}', values),
    'staging and staging',
  );
});

test('shell and Apache variables are left alone', () => {
  assert.equal(renderTemplate('a', '${HOME} %{HOST} $1 {x}', values), '${HOME} %{HOST} $1 {x}');
});

test('unknown placeholders are all reported with file and line', () => {
  assert.throws(
    () => renderTemplate('etc/hosts', 'fine\n{{hots}}\n{{ environment.name }}', values),
    /^Error: etc\/hosts:2: unknown placeholder \{\{hots\}\}.*\netc\/hosts:3: unknown placeholder/,
  );
});
