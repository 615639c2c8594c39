import type { EC2Client } from '@aws-sdk/client-ec2';
import { learnSecrets } from '../drill/redaction/known-secrets';

/**
 * Whatever the client signs with is learned before it does: what it was given, and what the SDK finds in variables,
 * profiles or the instance's metadata.
 */
export function learnCredentials({ config }: EC2Client): void {
  const provide = config.credentials;
  config.credentials = async (options) => {
    const credentials = await provide(options);
    const { secretAccessKey, sessionToken } = credentials;
    learnSecrets([
      { name: 'cloud/secret-access-key', value: secretAccessKey },
      ...(sessionToken === undefined ? [] : [{ name: 'cloud/session-token', value: sessionToken }]),
    ]);
    return credentials;
  };
}
