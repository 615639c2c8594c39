import { detectionOf } from '../detection';
import { recoveryOf } from '../recovery';
import { spoken, verdict, type Checker } from './checker';

const NAME = 'detected-by-monitor';

/**
 * The monitor, not the harness, put the expected device into an expected state after the injection, within the
 * scenario's limit and before the service was restored. No event of the monitor at all means that it was not watched, and
 * a drill that was stopped within the limit gave it no time: unknown.
 */
export const detectedByMonitor: Checker = {
  name: NAME,
  check: (evidence) => {
    const { expectedDetection } = evidence.manifest;
    if (expectedDetection === undefined) return verdict(NAME, 'unknown', 'Nobody said what is to detect it.');
    const { device, states, withinMs } = expectedDetection;
    const expected = `"${device}" ${states.join(' or ')}`;
    const { injected, restored } = recoveryOf(evidence);
    if (injected === undefined) return verdict(NAME, 'unknown', 'The timeline has no injection to detect.');
    const event = detectionOf(evidence);
    const { stopped } = evidence.manifest;
    if (event === undefined && stopped !== undefined && stopped.at < injected.at + withinMs) {
      const left = spoken(injected.at + withinMs - stopped.at);
      const reason = `The drill was stopped when the monitor had ${left} left to report ${expected}.`;
      return verdict(NAME, 'unknown', reason);
    }
    if (event === undefined) {
      const { monitorEvents } = evidence;
      if (monitorEvents.length === 0) {
        return verdict(
          NAME,
          'unknown',
          `Nothing is recorded of the monitor, so whether it saw ${expected} is not known.`,
        );
      }
      const others = [...new Set(monitorEvents.map((each) => `"${each.device}" ${each.tag.trim()}`))];
      const reason = `The monitor never reported ${expected}; it reported ${others.slice(0, 5).join(', ')}.`;
      return verdict(NAME, 'missed', reason);
    }
    const detectedMs = event.at - injected.at;
    const measures = { detectedMs, errorMs: event.error + injected.error };
    const said = `The monitor reported "${device}" ${event.tag.trim()} ${spoken(detectedMs)} after the injection`;
    if (restored !== undefined && event.at - event.error > restored.at + restored.error) {
      return verdict(NAME, 'missed', `${said}, when it had been restored already.`, measures);
    }
    if (detectedMs >= withinMs) {
      return verdict(NAME, 'missed', `${said}; it must within ${spoken(withinMs)}.`, measures);
    }
    return verdict(NAME, 'met', `${said}.`, measures);
  },
};
