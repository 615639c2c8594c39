/** A value that no output may show, and what stands there instead of it. */
export interface NamedSecret {
  /** `staging/mysql.root`; not secret itself. */
  readonly name: string;
  /** A password, a token, or a private key in its PEM or OpenSSH armour. */
  readonly value: string;
  /** What shares text with it and may be shown: a key's public half, its certificate. */
  readonly published?: readonly string[];
}

/** A text of this many characters is taken for a secret; fewer would take ordinary words out of every output. */
export const SHORTEST_SECRET = 6;

/** One way in which a secret may stand in a text. */
export interface Form {
  readonly text: string;
  /** The secret's. */
  readonly name: string;
  /** How many characters of it in a row must be seen for it to be this form: all of a short one. */
  readonly least: number;
  /** How many characters right before and after it hold bits of it: of base64, none or one. */
  readonly before: number;
  readonly after: number;
}

export const markOf = (name: string): string => `[redacted: ${name}]`;
