import { readFileSync } from 'node:fs';
import type { Timer } from '../../drill/timer';
import { CHAT_WEBHOOK, SMTP_PASSWORD, secretOfWebhook } from '../../environment/kept-secrets';
import { secretFrom } from '../command-line/secret-from';
import { openChat } from './chat';
import { openMail } from './mail';
import type { NightSettings } from './night-settings';
import type { Outlet } from './outlet';

/** The ways to people that the settings name, with their secrets. Throws for one that cannot work as it is set. */
export async function openOutlets(
  { chat, mail }: NightSettings,
  variables: NodeJS.ProcessEnv,
  timer: Timer,
): Promise<readonly Outlet[]> {
  const outlets: Outlet[] = [];
  if (chat !== undefined) {
    const webhook = secretFrom(
      {
        ...{ what: 'webhook', name: 'chat/webhook', variable: CHAT_WEBHOOK },
        ...{ file: chat.webhookFile, fileBy: 'chat.webhookFile', hidden: secretOfWebhook },
      },
      variables,
    );
    outlets.push(openChat(webhook, chat.ca === undefined ? undefined : readFileSync(chat.ca, 'utf8'), timer));
  }
  if (mail !== undefined) {
    const source = { what: 'password', name: 'mail/password', variable: SMTP_PASSWORD };
    const password =
      mail.user === undefined
        ? undefined
        : secretFrom({ ...source, file: mail.passwordFile, fileBy: 'mail.passwordFile' }, variables);
    outlets.push(await openMail(mail, password, timer));
  }
  return outlets;
}
