import type { Plugin } from '@cucumber/cucumber/api';
import { redact } from '../support/drill/redaction/known-secrets';
import { redactInPlace } from '../support/drill/redaction/redact-in-place';
import { redactOutputs } from '../support/safety/redact-outputs';
import { stateFolder } from './run-settings';

/**
 * Everything that cucumber tells its formatters is a message: errors of steps and hooks, attachments, texts of
 * features. Plugins are told before the formatters, of the same object; so secrets are taken out here, once, whatever
 * a formatter does with it.
 */
const plugin: Plugin = {
  type: 'plugin',
  coordinator({ on }) {
    redactOutputs(stateFolder, process.env);
    on('message', (envelope) => redactInPlace(envelope, redact));
  },
};
export default plugin;
