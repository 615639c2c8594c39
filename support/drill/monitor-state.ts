/** InterMapper's status levels, as its export gives them (without `, Acked`). */
export type MonitorState = 'Unknown' | 'OK' | 'Warning' | 'Alarm' | 'Critical' | 'Down';

const STATE_OF_TAG: Readonly<Record<string, MonitorState>> = {
  up: 'OK',
  okay: 'OK',
  ok: 'OK',
  warn: 'Warning',
  warning: 'Warning',
  alrm: 'Alarm',
  alarm: 'Alarm',
  crit: 'Critical',
  critical: 'Critical',
  down: 'Down',
};

/** The state that an event log's tag (`DOWN`, `alrm`) or a level's name (`Down`, `Alarm`) stands for, in any case. */
export function monitorState(tagOrLevel: string): MonitorState {
  const word = tagOrLevel.trim().toLowerCase().replace(/,.*$/, '');
  return STATE_OF_TAG[word] ?? 'Unknown';
}
