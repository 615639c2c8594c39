import { createHash } from 'node:crypto';

export interface FilePart {
  readonly field: string;
  readonly filename: string;
  readonly bytes: Buffer;
}

/** A multipart/form-data body with its content type: fields first, since some servers read only what precedes the file. */
export function multipart(
  fields: Readonly<Record<string, string>>,
  file: FilePart,
): { readonly contentType: string; readonly body: Buffer } {
  // A boundary made from the content cannot occur in it but by a collision of SHA-256.
  const boundary = `firedrill-${createHash('sha256').update(file.bytes).update(file.filename).digest('hex').slice(0, 40)}`;
  const chunks: Buffer[] = [];
  for (const [name, value] of Object.entries(fields)) {
    chunks.push(
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name=${quoted(name)}\r\n` +
          `Content-Type: text/plain; charset=utf-8\r\n\r\n${value}\r\n`,
      ),
    );
  }
  chunks.push(
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name=${quoted(file.field)}; filename=${quoted(file.filename)}\r\n` +
        'Content-Type: application/octet-stream\r\n\r\n',
    ),
    file.bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  );
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(chunks) };
}

/** A quoted string as commons-fileupload (the products) and busboy (the stand-ins) both read it. */
function quoted(text: string): string {
  return `"${text.replace(/[\r\n]/g, ' ').replace(/[\\"]/g, '\\$&')}"`;
}
