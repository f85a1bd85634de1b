import fs from "node:fs";
import { ConfigurationError, type EnvOf, env, setting } from "@troad/kernel";
import type { MailSettings } from "./channels/mail.ts";

/** Push services of the browsers in use; a subscription elsewhere is not called. */
const pushServices = "fcm.googleapis.com,updates.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com";

export const notifyEnv = {
  MAIL_SERVER: setting("Mail server, such as smtps://user:password@mail.gov.tw; without one no mail is sent.", env.optional(), {
    secret: true,
  }),
  MAIL_FROM: setting(
    "Sender of mails; what cannot be delivered comes back to this mailbox with a suffix after a plus sign.",
    env.optional(),
  ),
  MAIL_DKIM_KEY_FILE: setting("Private key (PEM, RSA or Ed25519) that signs mails by DKIM.", env.optional()),
  MAIL_DKIM_SELECTOR: setting("Name under `_domainkey` of the sender's domain where the public key stands.", env.text("troad")),
  MAIL_BOUNCE_TOKEN: setting(
    "Bearer token with which the mail server posts returned mails to `/notify/bounces`.",
    env.optional(),
    { secret: true },
  ),
  SMS_PROVIDER: setting("HTTP interface of the provider of text messages; without one none are sent.", env.optional()),
  SMS_TOKEN: setting("Bearer token for the provider of text messages.", env.text(""), { secret: true }),
  PUSH_SERVICES: setting(
    "Hosts of push services that may be called, separated by commas; `*.` stands for every name below.",
    env.text(pushServices),
  ),
} as const;
export type NotifyEnv = EnvOf<typeof notifyEnv>;

/** The mail settings, or undefined without a server; throws ConfigurationError if they do not fit together. */
export function mailSettings(values: NotifyEnv, name: string, secret: string): MailSettings | undefined {
  const { MAIL_SERVER: server, MAIL_FROM: address, MAIL_DKIM_KEY_FILE: file, MAIL_DKIM_SELECTOR: selector } = values;
  if (server === undefined) return undefined;
  if (!/^smtps?:\/\//.test(server) || !URL.canParse(server))
    throw new ConfigurationError("MAIL_SERVER: an address smtp:// or smtps:// is expected");
  if (address === undefined || !/^[^\s@]+@[^\s@]+$/.test(address))
    throw new ConfigurationError("MAIL_FROM: a mail address is expected where MAIL_SERVER is set");
  const domain = address.slice(address.indexOf("@") + 1);
  return {
    server,
    from: { name, address },
    secret,
    dkim: file === undefined ? undefined : { domain, selector, privateKey: keyIn(file) },
  };
}

function keyIn(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new ConfigurationError(`MAIL_DKIM_KEY_FILE: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
