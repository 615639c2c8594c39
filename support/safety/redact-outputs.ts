import { learnSecrets, redact } from '../drill/redaction/known-secrets';
import { redactInPlace } from '../drill/redaction/redact-in-place';
import { keptSecrets, secretsOfVariables } from '../environment/kept-secrets';

/** The part of a stream that is put between. */
type Output = Pick<NodeJS.WriteStream, 'write'>;

/**
 * From here on nothing that this process says shows a secret that lies in the state folder or in the variables, or
 * that it comes to know: whoever writes to its standard output and error, a library or Node itself, for an error that
 * nobody has caught. Called first of all.
 * @param stateFolder `.firedrill`
 */
export function redactOutputs(stateFolder: string, variables: NodeJS.ProcessEnv): void {
  learnSecrets([...keptSecrets(stateFolder), ...secretsOfVariables(variables)]);
  redactStream(process.stdout);
  redactStream(process.stderr);
  // Node prints such an error past the streams; this is told of it before.
  process.on('uncaughtExceptionMonitor', (error) => redactInPlace(error, redact));
}

/** Redacts what is written to a stream, piece by piece: a piece of 16 characters of a secret is enough to be known by. */
export function redactStream(stream: Output): void {
  const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
  const clean = (chunk: unknown): unknown => {
    if (typeof chunk === 'string') return redact(chunk);
    if (!(chunk instanceof Uint8Array)) return chunk;
    const text = Buffer.from(chunk).toString();
    const redacted = redact(text);
    // Bytes that are no text go as they are.
    return redacted === text ? chunk : redacted;
  };
  stream.write = (chunk: unknown, ...rest: unknown[]) => write(clean(chunk), ...rest);
}
