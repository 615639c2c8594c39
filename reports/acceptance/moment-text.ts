/** `2026-11-27 07:01 UTC`: an ISO 8601 time for a person. What is no time stays as it is. */
export function momentText(iso: string): string {
  const [, day, minute] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z$/.exec(iso) ?? [];
  return day === undefined || minute === undefined ? iso : `${day} ${minute} UTC`;
}
