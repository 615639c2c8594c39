export interface Asked {
  readonly command: string;
  /** The environment's name. */
  readonly environment: string;
  readonly isProtected: boolean;
  /** Whether what people have written is lost by it. */
  readonly destructive: boolean;
  /** `--yes` */
  readonly yes: boolean;
  /** What `--confirm` says; undefined where it is not given. */
  readonly confirm: string | undefined;
  /** Whether somebody sits there who can be asked. */
  readonly terminal: boolean;
}

export type Confirmation =
  | { readonly is: 'given' }
  /** The question is still to be asked, and only `y` or `yes` is a yes. */
  | { readonly is: 'asked'; readonly question: string }
  | { readonly is: 'refused'; readonly why: string };

/** Whether an operation is confirmed. What people wrote on a protected environment is lost only to who has named it. */
export function confirmation(asked: Asked): Confirmation {
  const { command, environment, isProtected, destructive, yes, confirm, terminal } = asked;
  if (confirm !== undefined && confirm !== environment)
    return { is: 'refused', why: `nothing was done: "${confirm}" is not ${environment}` };
  if (confirm === environment) return { is: 'given' };
  if (destructive && isProtected) {
    return {
      is: 'refused',
      why: `nothing was done: ${environment} is protected, and what people wrote would be lost; confirm with --confirm ${environment}`,
    };
  }
  if (yes) return { is: 'given' };
  if (!terminal) return { is: 'refused', why: 'nothing was done; confirm with --yes' };
  return { is: 'asked', question: `${command} ${environment}: go ahead? [y/N] ` };
}
