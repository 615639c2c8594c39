import type { EC2Client } from '@aws-sdk/client-ec2';
import type * as Fis from '@aws-sdk/client-fis';

/** EC2's own addresses, by region. Source: AWS General Reference, "Amazon EC2 endpoints". */
const amazons = /^https:\/\/ec2\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|api\.aws)\/?$/;

export interface FaultInjectionService {
  /** Its client, and the commands to send with it. Both are loaded when they are first asked for: few processes need them. */
  open(): Promise<{ readonly client: Fis.FisClient; readonly commands: typeof Fis }>;
  close(): void;
}

/**
 * AWS Fault Injection Service beside an EC2 client, signing with what that signs with. On Amazon each service has an
 * address of its own; any other cloud answers both at one.
 */
export function faultInjectionService(
  ec2: EC2Client,
  endpoint: string,
  region: string,
): FaultInjectionService {
  let client: Fis.FisClient | undefined;
  return {
    async open() {
      const commands = await import('@aws-sdk/client-fis');
      client ??= new commands.FisClient({
        region,
        maxAttempts: 3,
        credentials: () => ec2.config.credentials(),
        ...(amazons.test(endpoint) ? {} : { endpoint }),
      });
      return { client, commands };
    },
    close: () => client?.destroy(),
  };
}
