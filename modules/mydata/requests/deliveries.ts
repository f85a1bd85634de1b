import { createHash } from "node:crypto";
import type { DataSet } from "@troad/directory";
import type { EidApi } from "@troad/eid/api";
import { failures, instant, isUuid, type ModuleContext } from "@troad/kernel";
import type { MemberKey } from "@troad/pki/seal";
import type { Principal } from "../api.ts";
import { businessOf, type Companies } from "../companies/companies.ts";
import { signedBy } from "../companies/represented.ts";
import type { Downloads } from "../downloads/downloads.ts";
import type { Fetched } from "../downloads/fetch.ts";
import { type Recipients, recipientOf } from "../recipients/recipients.ts";
import { narrowed } from "../recipients/terms.ts";
import { signaturesOf } from "../store/company-signatures.ts";
import { closeDelivery, countDeliveries, openDelivery } from "../store/deliveries.ts";
import type { SetOutcome } from "../store/downloads.ts";
import { consentOfRequest, lockConsent, requestById, type StandingRow } from "../store/requests.ts";
import type { Client } from "./assertion.ts";
import { itemsOf } from "./items.ts";
import { tellPerson } from "./jobs.ts";
import type { Requests } from "./requests.ts";
import { encryptionKey, isUsable, sealedFor } from "./sealed.ts";

const fail = failures({
  "mydata.request-unknown": 404,
  "mydata.request-pending": 409,
  "mydata.request-refused": 403,
  "mydata.request-wider": 403,
  "mydata.code-wrong": 403,
  "mydata.code-used": 409,
  "mydata.code-expired": 410,
  "mydata.consent-ended": 403,
  "mydata.delivery-open": 409,
  "mydata.answers-used": 429,
  "mydata.recipient-keys": 422,
  "mydata.person-unknown": 404,
  "mydata.representative-left": 403,
});
const dayMs = 86_400_000;
/** After this a delivery that has not ended was broken off. */
const openMs = 120_000;
/** Deliveries of one consent that may fail, within its period or a day. */
const mostFailed = 10;

export type Delivered = { jwe: string } | { failed: SetOutcome[] };
export type Deliveries = ReturnType<typeof openDeliveries>;

/** What is made of the data before it leaves. */
type Pack = (
  fetched: Fetched[],
  about: { id: string; principal: Principal | null; nationalId: string; lang: string },
) => Promise<string>;

type Parts = {
  recipients: Pick<Recipients, "inForce">;
  requests: Pick<Requests, "isCode">;
  eid: Pick<EidApi, "person" | "subjectFor">;
  downloads: Pick<Downloads, "fetchFor">;
  companies: Pick<Companies, "find" | "numbersOf">;
  sets: readonly DataSet[];
  seal: MemberKey;
  issuer: string;
};

/** What recipients fetch: all that the person agreed to, or nothing, sealed and encrypted for them. */
export function openDeliveries(ctx: ModuleContext, parts: Parts) {
  const { recipients, requests, eid, downloads, companies, sets, seal, issuer } = parts;

  /** The consent behind a request of this client; another client's is none. */
  async function answeredOf(client: Client, id: string): Promise<StandingRow> {
    const request = isUuid(id) ? await requestById(ctx.db, id) : undefined;
    if (request?.client !== client.client) throw fail("mydata.request-unknown");
    const consent = await consentOfRequest(ctx.db, id);
    if (!consent) throw fail("mydata.request-pending");
    if (consent.sets === null) throw fail("mydata.request-refused");
    return consent;
  }
  async function mustStand({ end_reason, until, sets: agreed, client }: StandingRow): Promise<void> {
    if (end_reason !== null || Date.parse(until) <= ctx.clock.now().getTime()) throw fail("mydata.consent-ended");
    const { terms } = await recipients.inForce(client);
    // what the recipient may no longer have, it gets no more
    if (!narrowed(terms, agreed ?? [])) throw fail("mydata.request-wider");
  }

  /** Counts the delivery before anything is asked, so that two at once are not two too many. */
  async function begin({ id, kind, answers, days }: StandingRow, deliveryId: string, isFirst: boolean): Promise<void> {
    const now = ctx.clock.now().getTime();
    const since = new Date(now - (days ?? 1) * dayMs).toISOString();
    await ctx.db.tx(async (tx) => {
      await lockConsent(tx, id);
      const counted = await countDeliveries(tx, id, { since, openSince: new Date(now - openMs).toISOString() });
      if (counted.open > 0) throw fail("mydata.delivery-open");
      if ((kind === "once" || isFirst) && counted.delivered > 0) throw fail("mydata.code-used");
      if ((kind === "standing" && counted.recent >= (answers ?? 0)) || counted.failed >= mostFailed)
        throw fail("mydata.answers-used");
      if ((await consentOfRequest(tx, id))!.end_reason !== null) throw fail("mydata.consent-ended");
      await openDelivery(tx, { id: deliveryId, consent: id, at: new Date(now).toISOString() });
    });
  }

  /** Sealed and encrypted for a key of the client's own. */
  async function forOwnKey(client: Client, consent: StandingRow): Promise<Pack> {
    const key = encryptionKey(client.registration.keys);
    if (!key || !(await isUsable(key))) throw fail("mydata.recipient-keys");
    return async (fetched, { id, principal }) =>
      sealedFor(key, await payloadOf(client, consent, { id, fetched, principal }), seal);
  }
  async function deliver(client: Client, consent: StandingRow, isFirst: boolean, packing?: Pack): Promise<Delivered> {
    await mustStand(consent);
    const pack = packing ?? (await forOwnKey(client, consent));
    const { nationalId, principal } = await whose(consent, isFirst);
    const agreed = consent.sets!;
    const id = ctx.ids.uuid();
    await begin(consent, id, isFirst);
    const close = async (outcome: "delivered" | "failed", fetched: readonly Fetched[]): Promise<SetOutcome[]> => {
      const outcomes = fetched.map(({ id: set, code, asOf, reason }) => ({ id: set, code, asOf, reason }));
      await ctx.db.tx(async (tx) => {
        await lockConsent(tx, consent.id);
        const now = (await consentOfRequest(tx, consent.id))!;
        // withdrawn while it was sealed, or answered by a delivery that was taken for broken off
        if (outcome === "delivered" && now.end_reason !== null) throw fail("mydata.consent-ended");
        if (outcome === "delivered" && (isFirst || now.kind === "once") && now.delivered > 0) throw fail("mydata.code-used");
        await closeDelivery(tx, { id, outcome, sets: outcomes });
        const detail = { consent: consent.id, sets: outcomes.map(({ id: set, code }) => `${set} ${code}`) };
        if (outcome === "delivered")
          await tx.enqueue(tellPerson, { consent: consent.id, about: "taken", at: instant(ctx.clock) });
        await tx.audit({ actor: recipientOf(client.client), action: `mydata.delivery-${outcome}`, target: id, detail });
      });
      return outcomes;
    };
    let fetched: Fetched[] = [];
    let jwe: string;
    try {
      const wanted = agreed.map(({ set, fields }) => {
        const own = sets.find((one) => one.id === set)!;
        return { ...own, fields: own.fields.filter(({ name }) => fields.includes(name)) };
      });
      fetched = await downloads.fetchFor({
        ...{
          id,
          subject: consent.subject,
          nationalId,
          ...(principal ? { principal } : {}),
          sets: wanted,
          recipient: recipientOf(client.client),
          under: consent.id,
        },
        purposes: Object.fromEntries(agreed.map(({ set, purpose }) => [set, purpose])),
      });
      if (fetched.some(({ code }) => code !== 200 && code !== 204)) return { failed: await close("failed", fetched) };
      // while the registers were asked, it may have been withdrawn
      await mustStand((await consentOfRequest(ctx.db, consent.id))!);
      jwe = await pack(fetched, { id, principal, nationalId, lang: consent.lang });
      await close("delivered", fetched);
    } catch (error) {
      await close("failed", fetched);
      throw error;
    }
    return { jwe };
  }

  /**
   * Whom the registers are asked about. What a code opens was agreed to by those who represent the business now, not by one who has left; a
   * standing consent is the business's own, until one who represents it withdraws it.
   */
  async function whose(
    { id, subject }: StandingRow,
    isFirst: boolean,
  ): Promise<{ nationalId: string; principal: Principal | null }> {
    const business = businessOf(subject);
    if (business === undefined) {
      const person = await eid.person(subject);
      if (!person) throw fail("mydata.person-unknown");
      return { nationalId: person.nationalId, principal: null };
    }
    const [company, signatures] = await Promise.all([companies.find(business, id), signaturesOf(ctx.db, id)]);
    if (!company?.active || (isFirst && !signedBy(company, await companies.numbersOf(signatures))))
      throw fail("mydata.representative-left");
    const representatives = signatures.map(({ signer_name }) => signer_name);
    return { nationalId: business, principal: { business, name: company.name, representatives } };
  }

  async function payloadOf(
    client: Client,
    consent: StandingRow,
    { id, fetched, principal }: { id: string; fetched: Fetched[]; principal: Principal | null },
  ) {
    const data = fetched.map((one) => [one.id, itemsOf(one.set, consent.sets!.find(({ set }) => set === one.id)!, one)] as const);
    return {
      ...{ iss: issuer, aud: client.client, jti: id, iat: Math.floor(ctx.clock.now().getTime() / 1000) },
      // as the client knows the person from the sign-in
      sub: await eid.subjectFor({ client: client.client, subject: consent.subject }),
      ...(principal ? { principal } : {}),
      ...{ request: consent.id, kind: consent.kind, until: consent.until, retentionDays: consent.retention_days },
      data: Object.fromEntries(data),
    };
  }

  /** A standing consent, once the code has shown whose it is; to one that its person gave directly belongs no code. */
  async function furtherOf(client: Client, id: string): Promise<StandingRow> {
    const consent = await answeredOf(client, id);
    if (consent.way !== "direct" && (consent.kind !== "standing" || consent.delivered === 0))
      throw fail("mydata.request-unknown");
    return consent;
  }

  return {
    ...{ begin, furtherOf, mustStand },
    /** The first answer, for the code that came back with the person. */
    redeem: async (client: Client, id: string, { code, verifier }: { code: string; verifier: string }): Promise<Delivered> => {
      const consent = await answeredOf(client, id);
      const challenge = createHash("sha256").update(verifier).digest("base64url");
      if (!requests.isCode(id, code) || challenge !== consent.challenge) throw fail("mydata.code-wrong");
      if (consent.delivered > 0) throw fail("mydata.code-used");
      if (consent.end_reason !== null) throw fail("mydata.consent-ended");
      if (consent.code_until <= instant(ctx.clock)) throw fail("mydata.code-expired");
      return deliver(client, consent, true);
    },
    /** The one answer of a request in another protocol, which packs it in its own way. */
    packed: async (client: Client, id: string, pack: Pack): Promise<Delivered> => {
      const consent = await answeredOf(client, id);
      if (consent.way !== "dp-sp") throw fail("mydata.request-unknown");
      if (consent.delivered > 0) throw fail("mydata.code-used");
      return deliver(client, consent, true, pack);
    },
    /** Further answers of a standing consent, once the code has shown whose it is. */
    further: async (client: Client, id: string): Promise<Delivered> => deliver(client, await furtherOf(client, id), false),
  };
}
