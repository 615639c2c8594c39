import { openDisplay } from './display';

/**
 * For tests: plays a run on this process's terminal, as a supervisor would tell of one. `ends` in order, `crashes` in the
 * middle of it, or `waits` until it is interrupted.
 */
const [, , how = 'ends'] = process.argv;
const display = openDisplay(process.stdout, process.env);
const interrupted = new Promise((resolve) => process.once('SIGINT', resolve));
display.progress('Environment staging: done');
const watched = display.watch?.({ run: '20261127T010000Z-seed7', environment: 'staging', total: 3 });
const step = { title: 'Start the application', budgetMs: 60_000 };
watched?.onEvent({
  type: 'drill-begun',
  drill: 'jira',
  title: 'Jira is killed',
  rtoMs: 7_200_000,
  steps: [step],
});
watched?.onEvent({ type: 'moment', drill: 'jira', moment: 'injected', at: 0 });
watched?.onEvent({ type: 'moment', drill: 'jira', moment: 'step-started', step: 1, at: 1 });
watched?.said('  +1.0 s  injected: jira');
watched?.onEvent({ type: 'drill-judged', drill: 'jira', result: 'missed' });
const end = (): void => {
  watched?.close();
  display.progress('the run: missed');
};
if (how === 'crashes') throw new Error('it crashed');
if (how === 'waits') {
  const alive = setInterval(() => undefined, 1000);
  void interrupted.then(() => {
    clearInterval(alive);
    end();
  });
} else end();
