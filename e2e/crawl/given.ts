import fs from "node:fs";
import path from "node:path";
import { eidApi } from "@troad/eid/api";
import { sql } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { peopleApi } from "@troad/people/api";
import { createCsr, csrPem, generateSigner } from "@troad/trust";
import type { Government } from "../../tests/kit/government.ts";
import { overdueNotice } from "../../tests/kit/notices.ts";

/** What there must be so that every list leads somewhere when the crawl looks at all pages. */
export type Person = { role: string; subject: string; label?: string };

export const peopleOf = (government: Government): Person[] =>
  JSON.parse(fs.readFileSync(path.join(government.data, "demo", "people.json"), "utf8")) as Person[];

/** A job that was given up, as the worker leaves it: without one the operator's list leads nowhere. */
async function giveUpJob(of: Government): Promise<void> {
  await of.running.schemas.of("notify").run(sql`
    insert into kernel_job (kind, payload, run_at, created_at, attempts, dead_at, last_error, failure)
    values ('crawl.none', '{}', now(), now(), 12, now(), 'none', 'RangeError')`);
}

/** A mandate of the citizen who walks, and one that an officer has confirmed: without them their lists lead nowhere. */
async function giveMandates(of: Government): Promise<void> {
  const people = of.running.use(peopleApi);
  const [citizen, other] = peopleOf(of).filter(({ role }) => role === "citizen") as [Person, Person];
  const officer = peopleOf(of).find(({ role }) => role === "mandate-officer")!;
  const term = { services: null, since: new Date().toISOString(), until: null };
  await people.giveMandate({ key: "crawl", by: citizen.subject, mandate: { ...term, holder: other.subject } });
  const principal = { business: "04595257", name: "好茶有限公司" };
  const mandate = { ...term, kind: "representative" as const, holder: other.subject, principal, basis: "registration form" };
  await people.confirmMandate({ key: "crawl confirmed", by: officer.subject, mandate });
}

/** A notice that nobody opened and an address that nobody confirmed yet: without them the lists lead nowhere. */
async function giveNotice(of: Government): Promise<void> {
  await overdueNotice(of, "crawl");
  const { subject } = peopleOf(of).find(({ role }) => role === "citizen")!;
  const address = { channel: "mail", value: "crawl@mail.example", keys: null, lang: "en" } as const;
  await of.running.use(notifyApi).addAddress({ subject, ...address });
}

/** A service that signs people in and waits for its review. */
async function giveClient(of: Government): Promise<void> {
  const applicant = peopleOf(of).find(({ role }) => role === "provider-officer")!;
  const name = { "zh-Hant": "就業網", en: "Job bank" };
  await of.running.use(eidApi).applyForClient({
    client: null,
    by: applicant.subject,
    registration: {
      organisation: { kind: "agency", id: "moi", name },
      name,
      profile: "basic",
      auth: "client_secret_basic",
      redirectUris: ["http://localhost:1/callback"],
      postLogoutRedirectUris: [],
      backchannelLogoutUri: null,
      keys: [],
      encrypted: false,
      phone: false,
      mandates: null,
      claims: [{ claim: "name", purpose: { "zh-Hant": "稱呼您", en: "To address you" }, law: null }],
    },
  });
}

/** A bank that applies for a certificate and waits for the decision. */
async function giveApplication({ portal }: Government): Promise<void> {
  const csr = csrPem(await createCsr({ subject: { CN: "x" }, signer: await generateSigner("P-256") }));
  const asked = {
    profile: "seal",
    member: "COM/12345678",
    organization: "好銀行",
    hosts: [],
    key: "chip",
    contact: "02-2345-6789",
  };
  const headers = { "content-type": "application/json" };
  await fetch(`${portal}/pki/applications`, { method: "POST", headers, body: JSON.stringify({ ...asked, csr }) });
}

export async function give(of: Government): Promise<void> {
  await giveUpJob(of);
  await giveMandates(of);
  await giveNotice(of);
  await giveClient(of);
  await giveApplication(of);
}
