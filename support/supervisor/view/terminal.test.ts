import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { Terminal } from '@xterm/headless';
import { CHECKOUT } from '../settings';

// A real pseudo terminal, by `script` of util-linux, and an emulator that shows what people would see of it.

const PLAYED = `${process.execPath} -r ./support/register.js support/supervisor/view/played-run.ts`;
const script = spawnSync('script', ['--version']).status === 0;
const skip = script ? false : 'there is no script(1) here';

/** What a shell's line writes to a terminal of 70 columns; `typed` is typed when it has written `at`. */
async function onTerminal(
  line: string,
  keys?: { readonly at: string; readonly typed: string },
): Promise<string> {
  const child = spawn(
    'script',
    ['--quiet', '--flush', '--command', `stty cols 70 rows 12; ${line}`, '/dev/null'],
    {
      cwd: CHECKOUT,
      env: {
        ...process.env,
        TERM: 'xterm-256color',
        NO_COLOR: undefined,
        FORCE_COLOR: undefined,
        CI: undefined,
      },
      timeout: 120_000,
    },
  );
  let [written, pressed] = ['', false];
  child.stdout.on('data', (chunk: Buffer) => {
    written += chunk.toString();
    if (keys === undefined || pressed || !written.includes(keys.at)) return;
    pressed = true;
    child.stdin.write(keys.typed);
  });
  await new Promise((resolve) => child.on('close', resolve));
  return written;
}

/** The lines that are left, those that were scrolled away too. */
async function left(written: string): Promise<readonly string[]> {
  const terminal = new Terminal({ cols: 70, rows: 12, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(written, resolve));
  const { active } = terminal.buffer;
  const lines: string[] = [];
  for (let index = 0; index < active.length; index += 1) {
    const line = active.getLine(index);
    const text = (line?.translateToString(true) ?? '').replace(/^[ \d]\d:\d\d\.\d/, 'TIME');
    if (line?.isWrapped === true) lines.push(`${lines.pop() ?? ''}${text}`);
    else lines.push(text);
  }
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

const SAID = ['TIME  Environment staging: done', '  +1.0 s  injected: jira'];

void test(
  'a run is seen below its lines while it goes on, and only its lines are left',
  { skip },
  async () => {
    const written = await onTerminal(PLAYED);
    assert.match(written, /0 of 3 judged: 0 met, 0 missed, 0 unknown; 3 left/);
    assert.match(written, /now {7}step 1 of 1: Start the application\r?\n/);
    assert.match(written, /step {6}\[-{20}\] {2}\d s of 1 min/);
    assert.ok(written.includes('\u001b[31m1 missed\u001b[39m'), written);
    assert.deepEqual(await left(written), [...SAID, 'TIME  the run: missed']);
    // The cursor is never hidden and the screen never switched (DECTCEM and 1049 of xterm's control sequences): a kill
    // leaves nothing to put right.
    for (const mode of ['25l', '47h', '1047h', '1049h'])
      assert.ok(!written.includes(`\u001b[?${mode}`), mode);
  },
);

void test(
  'without colours where NO_COLOR says so, and in lines alone where the terminal knows no others or there is none',
  { skip },
  async () => {
    const noColour = await onTerminal(`NO_COLOR=1 ${PLAYED}`);
    assert.match(noColour, /1 of 3 judged: 0 met, 1 missed, 0 unknown; 2 left/);
    // The end of each sequence that sets a colour.
    assert.ok(
      !noColour.split('\u001b[').some((part) => /^[\d;]*m/.test(part) && part !== noColour),
      noColour,
    );
    const lines = [await onTerminal(`TERM=dumb ${PLAYED}`), await onTerminal(`${PLAYED} | cat`)];
    for (const written of lines) {
      assert.ok(!written.includes('\u001b'), written);
      assert.match(written, /the run: missed/);
    }
  },
);

void test('Ctrl-C and a crash leave the terminal as it was', { skip }, async () => {
  const ctrlC = await onTerminal(`trap : INT; stty -g; ${PLAYED} waits; stty -g`, {
    at: '2 left',
    typed: '\u0003',
  });
  const [before, ...seen] = await left(ctrlC);
  assert.deepEqual(seen, [...SAID, 'TIME  the run: missed', before]);

  const crash = await onTerminal(`stty -g; ${PLAYED} crashes; stty -g`);
  const [setting, ...rest] = await left(crash);
  assert.match(rest.join('\n'), /it crashed/);
  // The view stays where it was, and what comes after it begins below.
  assert.match(rest.join('\n'), /1 of 3 judged: 0 met, 1 missed, 0 unknown; 2 left/);
  assert.equal(rest.at(-1), setting);
});
