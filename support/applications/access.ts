/** How one user reaches the applications through the web server, as people do. */
export interface ApplicationAccess {
  /** Where the web server is reached; on the embedded cloud a loopback address with a translated port. */
  readonly address: string;
  readonly port: number;
  /** The name in the certificate and in the `Host` header. */
  readonly hostname: string;
  /** PEM of the certificate authority; no other is trusted. */
  readonly ca: string;
  readonly username: string;
  readonly password: string;
}
