import { createTransport } from "nodemailer";
import { returnPath } from "../domain/return-path.ts";
import { mailText } from "./mail-text.ts";
import { type Carrier, Refused } from "./ports.ts";

export type MailSettings = {
  /** `smtps://user:password@host` or `smtp://host:port`. */
  server: string;
  from: { name: string; address: string };
  dkim: { domain: string; selector: string; privateKey: string } | undefined;
  /** For the return addresses. */
  secret: string;
};

const isLoopback = (server: string): boolean => /^(127\.|localhost$|\[::1\]$)/.test(new URL(server).hostname);

/** Mail over SMTP, signed by DKIM (RFC 6376). Between two machines only over TLS. */
export function mailCarrier({ server, from, dkim, secret }: MailSettings): Carrier {
  const transport = createTransport({
    ...{ url: server, pool: true, maxConnections: 2 },
    ...(isLoopback(server) || server.startsWith("smtps:") ? {} : { requireTLS: true }),
    ...{ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 },
    // no content of a message is read from a file or an address
    ...{ disableFileAccess: true, disableUrlAccess: true },
    ...(dkim ? { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } } : {}),
  });
  const domain = from.address.slice(from.address.lastIndexOf("@") + 1);
  return {
    send: async ({ id, to, words }) => {
      try {
        await transport.sendMail({
          ...{ from, to: { name: "", address: to }, subject: words.subject, ...mailText(words) },
          envelope: { from: returnPath(from.address, secret, id), to: [to] },
          // the same at every attempt: a mail that left twice over a lost answer is one in the mailbox
          messageId: `<${id}@${domain}>`,
          headers: { "auto-submitted": "auto-generated", "content-language": words.lang },
        });
      } catch (error) {
        const { responseCode = 0, code } = error as { responseCode?: number; code?: string };
        if (responseCode >= 500 && code === "EENVELOPE") throw new Refused(`smtp ${responseCode}`, true);
        throw error;
      }
    },
    close: () => transport.close(),
  };
}
