import { Agent as PlainAgent } from 'node:http';
import { Agent } from 'node:https';
import { patientClient } from '../../applications/patient-client';
import { webClientTo } from '../../applications/web-client';
import { seconds } from '../../drill/time';
import type { Timer } from '../../drill/timer';
import { inOneLine } from './in-one-line';
import type { Outlet } from './outlet';

const REQUEST_TIMEOUT = seconds(15);
/** So long a chat may be away until it is given up for this night. */
const PATIENCE = seconds(60);

/**
 * A chat's incoming webhook: POST of `{"text": …}`, as Slack ("Sending messages using incoming webhooks"), Mattermost,
 * Rocket.Chat, Google Chat and Zulip's Slack-compatible webhook take it. Microsoft Teams' workflows want a card instead.
 *
 * @param webhook its URL, whose path is a secret
 * @param ca PEM; the authorities that Node knows where it is absent
 */
export function openChat(webhook: string, ca: string | undefined, timer: Timer): Outlet {
  const url = checkedWebhook(webhook);
  const agent = url.protocol === 'https:' ? new Agent(ca === undefined ? {} : { ca }) : new PlainAgent();
  const client = patientClient(webClientTo({ baseURL: url.href, agent, headers: {} }, REQUEST_TIMEOUT), {
    ...{ budget: PATIENCE, timer, onWait: () => undefined },
  });
  return {
    name: 'chat',
    send: async ({ line }, signal) => {
      try {
        // The path is in the base URL, so that no error names it.
        await client.request({ method: 'POST', path: '', json: { text: harmless(line) } }, signal);
      } catch (error) {
        throw new Error(inOneLine(error).replace(/^POST\b/, `POST to ${url.host}`), { cause: error });
      }
      return undefined;
    },
    close: () => client.close(),
  };
}

function checkedWebhook(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol))
    throw new Error('the webhook is no URL; expected one like https://chat.example.org/hooks/…');
  if (url.protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname))
    throw new Error(`${url.host} would be told the webhook in the clear; expected https`);
  return url;
}

/**
 * What a chat shows as it is: Slack takes `<…>` for a link or a mention, Mattermost and Rocket.Chat take `@all` for one.
 */
const harmless = (line: string): string =>
  line.replaceAll('<', '‹').replaceAll('>', '›').replaceAll('@', '@\u200b');
