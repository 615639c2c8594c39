import { FisClient } from '@aws-sdk/client-fis';
import type { EC2Client } from '@aws-sdk/client-ec2';

/** EC2's own addresses, by region. Source: AWS General Reference, "Amazon EC2 endpoints". */
const amazons = /^https:\/\/ec2\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|api\.aws)\/?$/;

/**
 * The client of AWS Fault Injection Service beside one of EC2, signing with what that signs with. On Amazon each service
 * has an address of its own; any other cloud answers both at one.
 */
export function faultInjectionClient(ec2: EC2Client, endpoint: string, region: string): FisClient {
  return new FisClient({
    region,
    maxAttempts: 3,
    credentials: () => ec2.config.credentials(),
    ...(amazons.test(endpoint) ? {} : { endpoint }),
  });
}
