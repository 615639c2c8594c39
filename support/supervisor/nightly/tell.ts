import type { Progress } from '../output/progress';
import { inOneLine } from './in-one-line';
import type { NightMessage, Outlet } from './outlet';
import { KEPT_NIGHTS, type Untold } from './untold';

/**
 * Tells people of a night, and of those before of which they do not know yet, oldest first. An outlet that does not take
 * its message is said, and the message is kept for the next night; nothing that happens here is thrown.
 */
export async function tell(
  outlet: Outlet,
  message: NightMessage,
  kept: Untold,
  say: Progress,
  signal: AbortSignal,
): Promise<void> {
  const { name } = outlet;
  try {
    kept.add(message);
    const all = kept.all();
    for (const old of all.slice(0, -KEPT_NIGHTS)) {
      kept.done(old);
      say(`${name}: not told any more after ${String(KEPT_NIGHTS)} nights: ${old.line}`);
    }
    for (const each of all.slice(-KEPT_NIGHTS)) {
      const remark = await outlet.send(each.id === message.id ? each : late(each), signal);
      kept.done(each);
      say(`${name}: told${each.id === message.id ? '' : ` late: ${each.line}`}`);
      if (remark !== undefined) say(`${name}: ${remark}`);
    }
  } catch (error) {
    say(`${name}: not told, and kept for the next night: ${inOneLine(error)}`);
  } finally {
    outlet.close();
  }
}

/** Nobody is to take the news of an earlier night for this one's. */
const late = (message: NightMessage): NightMessage => ({
  ...message,
  line: `[late, of ${message.at.slice(0, 10)}] ${message.line}`,
});
