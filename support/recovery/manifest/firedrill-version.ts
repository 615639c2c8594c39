import { version } from '../../../package.json';

export const firedrillVersion: string = version;
