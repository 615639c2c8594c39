import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSecondConfluence } from './second-confluence';
import { publish, report, state, straight, writes } from './sample-publication';
import type { WaitingRun } from './waiting-runs';

for (const [what, pages] of [
  ['the first publication', undefined],
  ['a publication of what has changed', report('as it is now', 'red')],
] as const)
  for (const moment of ['drop', 'act-and-drop'] as const)
    void test(`${what}, killed at any request ${moment === 'drop' ? 'before' : 'after'} it had its effect, is finished by the next`, async (t) => {
      const expected = await straight(pages);
      assert.ok(expected.requests > 20);
      const before = await startSecondConfluence();
      if (pages !== undefined) await publish(before);
      await before.close();
      for (let fatal = 1; fatal <= expected.requests; fatal += 1) {
        const server = await startSecondConfluence(before);
        t.after(() => server.close());
        const killed = new AbortController();
        server.behave = (_, count) => {
          if (count !== fatal) return 'serve';
          // The process is gone: nothing that comes back reaches it.
          killed.abort(new Error('killed'));
          return moment;
        };
        const waiting = new Map<string, WaitingRun>();
        const cut = await publish(server, { ...(pages && { pages }), waiting, signal: killed.signal });
        assert.equal(cut.outcome, 'waits', `request ${String(fatal)}`);
        assert.equal(waiting.size, 1);
        server.behave = () => 'serve';
        const next = await publish(server, { ...(pages && { pages }), waiting });
        assert.equal(next.outcome, 'published');
        assert.deepEqual(state(server), expected.state, `request ${String(fatal)}`);
        const from = server.asked.length;
        await publish(server, { ...(pages && { pages }) });
        assert.deepEqual(writes(server, from), [], `request ${String(fatal)}`);
        await server.close();
      }
    });

void test('any request that has its effect without an answer is made up for within the same publication', async (t) => {
  const expected = await straight();
  for (let lost = 1; lost <= expected.requests; lost += 1) {
    const server = await startSecondConfluence();
    t.after(() => server.close());
    server.behave = (_, count) => (count === lost ? 'act-and-drop' : 'serve');
    const result = await publish(server);
    assert.equal(result.outcome, 'published');
    assert.deepEqual(state(server), expected.state, `request ${String(lost)}`);
    await server.close();
  }
});
