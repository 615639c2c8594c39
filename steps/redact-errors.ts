import { setDefinitionFunctionWrapper } from '@cucumber/cucumber';
import { redact } from '../support/drill/redaction/known-secrets';
import { redactInPlace } from '../support/drill/redaction/redact-in-place';

type Definition = (this: unknown, ...parameters: unknown[]) => unknown;

function redacted(error: unknown): unknown {
  if (typeof error === 'string') return redact(error);
  redactInPlace(error, redact);
  return error;
}

/**
 * What a step or a hook throws has lost its secrets before anybody sees it. Messages are redacted as well, but not all
 * goes by messages: Allure's formatter puts itself around the hooks of a run.
 */
setDefinitionFunctionWrapper(
  (definition: Definition): Definition =>
    async function (...parameters) {
      try {
        return await definition.apply(this, parameters);
      } catch (error) {
        throw redacted(error);
      }
    },
);
