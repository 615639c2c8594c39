import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { seconds } from '../drill/time';
import { runTogether } from './run-together';
import type { Shell } from './shell';

const here = (program: string): Shell => ({
  run: (command, { input }) => {
    const { status, stdout, stderr } = spawnSync(program, ['-c', command], { encoding: 'utf8', input });
    return Promise.resolve({ code: status ?? -1, stdout, stderr });
  },
});
const options = { signal: new AbortController().signal, timeout: seconds(10) };

for (const program of ['sh', 'bash'])
  test(`each command has its own answer, however it ends, in ${program}`, async () => {
    const answers = await runTogether(
      here(program),
      {
        words: "printf 'one\\ntwo'",
        nothing: 'true',
        failed: 'set -e\necho before\nfalse\necho after',
        ended: 'exit 7',
        complaint: 'echo "what went wrong" >&2; exit 2',
        input: 'cat',
        last: 'cat <<END\nof a document\nEND',
      },
      options,
    );
    assert.deepEqual(answers, {
      words: { code: 0, text: 'one\ntwo' },
      nothing: { code: 0, text: '' },
      failed: { code: 1, text: 'before\n' },
      ended: { code: 7, text: '' },
      complaint: { code: 2, text: 'what went wrong\n' },
      input: { code: 0, text: '' },
      last: { code: 0, text: 'of a document\n' },
    });
  });

test('an answer that is missing is an error, and not the answer of another', async () => {
  const cut: Shell = { run: () => Promise.resolve({ code: 137, stdout: 'one', stderr: 'killed' }) };
  await assert.rejects(
    runTogether(cut, { first: 'echo one', second: 'true' }, options),
    /first, second.*137: killed/,
  );
});
