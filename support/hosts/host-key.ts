/**
 * The ed25519 host key that cloud-init wrote to the console at an instance's first boot, `ssh-ed25519 AAAA…`;
 * undefined while it has not. The last one counts: an image's own boot may have left another before it.
 */
export function hostKeyFromConsole(console: string): string | undefined {
  const blocks = [...console.matchAll(/BEGIN SSH HOST KEY KEYS([\s\S]*?)END SSH HOST KEY KEYS/g)];
  const key = /ssh-ed25519 [A-Za-z0-9+/=]{60,}/.exec(blocks.at(-1)?.[1] ?? '');
  return key?.[0];
}
