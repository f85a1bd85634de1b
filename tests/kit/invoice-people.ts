import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { sql } from "@troad/kernel";
import { type Government, startGovernment } from "./government.ts";

export type Carrier = { subject: string; name: string; cardType: string; cardNo: string; cardEncrypt: string };
export type InvoiceKey = { term: string; number: string };

/** A government at a day of 2026, with the people who have carriers of the demonstration, each signed in. */
export type InvoicePeople = {
  readonly government: Government;
  readonly carriers: readonly Carrier[];
  readonly clock: { now(): Date };
  /** Moves the clock; sessions hold for 25 minutes from then. */
  moveTo(at: string): Promise<void>;
  forward(ms: number): void;
  get(who: Carrier, address: string): Promise<Response>;
  post(who: Carrier, address: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
};

const secretOf = ({ subject }: Carrier): string => `session-of-${subject}`;
export const cookieOf = (who: Carrier): string => `session=${secretOf(who)}`;

export async function startInvoicePeople(at: string): Promise<InvoicePeople> {
  let ahead = Date.parse(at) - Date.now();
  const clock = { now: () => new Date(Date.now() + ahead) };
  const government = await startGovernment({ clock });
  const file = path.join(government.data, "demo", "invoice-api.json");
  const all = (JSON.parse(fs.readFileSync(file, "utf8")) as { carriers: Carrier[] }).carriers;
  const carriers = all.filter(({ subject }, place) => all.findIndex((one) => one.subject === subject) === place);
  for (const person of carriers) await signIn(government, person, clock.now());
  const { portal } = government;
  return {
    ...{ government, carriers, clock },
    moveTo: async (to) => {
      ahead = Date.parse(to) - Date.now();
      const until = new Date(clock.now().getTime() + 25 * 60_000).toISOString();
      await government.running.schemas.of("portal").run(sql`update session set expires_at = ${until}`);
    },
    forward: (ms) => {
      ahead += ms;
    },
    get: (who, address) =>
      fetch(`${portal}${address}`, { headers: { cookie: cookieOf(who), "accept-language": "en" }, redirect: "manual" }),
    post: (who, address, fields, headers = {}) =>
      fetch(`${portal}${address}`, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { cookie: cookieOf(who), "accept-language": "en", "sec-fetch-site": "same-origin", ...headers },
        redirect: "manual",
      }),
  };
}

/** A session as the portal begins it after a card was shown; the sign-in itself has tests of its own. */
async function signIn({ running: { schemas } }: Government, person: Carrier, at: Date): Promise<void> {
  const hash = createHash("sha256").update(secretOf(person)).digest("base64url");
  const until = new Date(at.getTime() + 25 * 60_000).toISOString();
  const now = at.toISOString();
  const id = `sign-in-of-${person.subject}`;
  await schemas.of("eid").run(sql`
    insert into sign_in (id, subject, method, credential, client, agent, at, seen_at)
    select ${id}, subject, 'card-file', serial, 'portal', '', ${now}::timestamptz, ${now}::timestamptz from card where subject = ${person.subject}`);
  const roles = JSON.stringify([{ role: "citizen", agency: null }]);
  await schemas.of("portal").run(sql`
    insert into session (id_hash, subject, name, national_id, roles, id_token, sign_in, created_at, expires_at)
    values (${hash}, ${person.subject}, ${person.name}, null, ${roles}, '', ${id}, ${now}, ${until})`);
}
