import { EC2ServiceException } from '@aws-sdk/client-ec2';

/** Whether the cloud refused with this code, such as `InvalidVolume.NotFound`. */
export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof EC2ServiceException && codes.includes(error.name);

/** As `hasCode`, for the family of codes that say that something is not there. */
export const isNotFound = (error: unknown): boolean =>
  error instanceof EC2ServiceException && error.name.endsWith('.NotFound');
