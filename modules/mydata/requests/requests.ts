import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { DataSet } from "@troad/directory";
import { canonicalJson, failures, instant, isUuid, type ModuleContext, monthsLater } from "@troad/kernel";
import { type Companies, subjectOfBusiness } from "../companies/companies.ts";
import { signedBy } from "../companies/represented.ts";
import type { Recipients } from "../recipients/recipients.ts";
import { narrowed, type WantedSet } from "../recipients/terms.ts";
import { insertSignature, signaturesOf } from "../store/company-signatures.ts";
import { countDirect, directConsent } from "../store/govstack.ts";
import type { ApplicationRow } from "../store/recipients.ts";
import {
  type AgreedSet,
  consentOfRequest,
  countRequests,
  insertConsent,
  insertRequest,
  lockConsent,
  type RequestRow,
  requestById,
  requestByKey,
} from "../store/requests.ts";
import type { Client } from "./assertion.ts";
import { type CapacityParts, mustDecideAlone, onWhoseBehalf, principalsOf } from "./capacity.ts";

const fail = failures({
  "mydata.request-unknown": 404,
  "mydata.request-expired": 410,
  "mydata.request-answered": 409,
  "mydata.request-wider": 403,
  "mydata.redirect-unknown": 422,
  "mydata.key-reused": 409,
  "mydata.too-many-requests": 429,
  "mydata.proof-too-weak": 403,
  "mydata.fields-missing": 422,
  "mydata.sets-of-people": 422,
  "mydata.signed-otherwise": 409,
  "mydata.not-representative": 403,
});
const openMs = 20 * 60_000;
const codeMs = 10 * 60_000;
/** As long as a ticket of Taiwan's protocol holds. */
const ticketMs = 8 * 3_600_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const mostAnHour = 5_000;

export type Started = { id: string; expiresAt: string };
export type StartBody = {
  key: string;
  sets: { set: string; fields?: string[] }[];
  standing?: boolean;
  /** Whose data: a person's, or that of a business which the person represents. */
  of?: "person" | "business";
  redirectUri: string;
  state: string;
  challenge: string;
};
export type Person = { subject: string; nationalId: string | null; proof: number };
export type Shown = { request: RequestRow; recipient: ApplicationRow };
export type Answered = { agreed: boolean; address: string; until: string };
/** The fields that a person must agree to, and did not. */
export type Missing = { missing: string[] };
/** Whose signatures an answer in the name of a business still needs. */
export type Waiting = { waiting: string[] };
export type Requests = ReturnType<typeof openRequests>;

export const fieldKey = (set: string, field: string): string => `${set}.${field}`;

/** What a person agreed to of what was asked: the needed fields that are missing, or the sets with a field each at least. */
export function agreedSets(
  wanted: readonly WantedSet[],
  chosen: readonly string[],
  lang: string,
): Missing | { sets: AgreedSet[] } {
  const has = (set: string, name: string) => chosen.includes(fieldKey(set, name));
  const missing = wanted.flatMap(({ set, fields }) =>
    fields.filter(({ name, needed }) => needed && !has(set, name)).map(({ name }) => fieldKey(set, name)),
  );
  if (missing.length > 0) return { missing };
  const sets = wanted.flatMap(({ set, purpose, fields }): AgreedSet[] => {
    const names = fields.map(({ name }) => name).filter((name) => has(set, name));
    return names.length === 0 ? [] : [{ set, purpose: lang === "zh-Hant" ? purpose["zh-Hant"] : purpose.en, fields: names }];
  });
  return sets.length > 0
    ? { sets }
    : { missing: wanted.flatMap(({ set, fields }) => fields.map(({ name }) => fieldKey(set, name))) };
}

/** What recipients ask people for: started by a client, answered by the person who opens it, redeemed by a code that is bound to both. */
export function openRequests(
  ctx: ModuleContext,
  {
    recipients,
    sets,
    secret,
    capacity,
    companies,
  }: { recipients: Recipients; sets: readonly DataSet[]; secret: string; capacity: CapacityParts; companies: Companies },
) {
  /** Nobody keeps the code: it is made again from the request. */
  const codeOf = (id: string): string => createHmac("sha256", secret).update(`data request ${id}`).digest("base64url");

  async function start(client: Client, body: StartBody, way: "page" | "dp-sp" = "page"): Promise<Started> {
    const { key, standing = false, ...asked } = body;
    const recipient = await recipients.inForce(client.client);
    const digest = createHash("sha256")
      .update(canonicalJson({ ...asked, standing } as never))
      .digest();
    const known = await requestByKey(ctx.db, client.client, key);
    if (known) return again(known, digest);
    const wanted = narrowed(recipient.terms, asked.sets);
    const terms = standing ? recipient.terms.standing : null;
    if (!wanted || (standing && terms === null)) throw fail("mydata.request-wider");
    const ofBusiness = asked.of === "business";
    if (ofBusiness && !wanted.every(({ set }) => companies.isOfBusiness(set))) throw fail("mydata.sets-of-people");
    if (!client.registration.redirectUris.includes(asked.redirectUri)) throw fail("mydata.redirect-unknown");
    const now = ctx.clock.now();
    if ((await countRequests(ctx.db, client.client, new Date(now.getTime() - hourMs).toISOString())) >= mostAnHour)
      throw fail("mydata.too-many-requests");
    const row: RequestRow = {
      ...{ id: ctx.ids.uuid(), client: client.client, version: recipient.version, key, digest, sets: wanted },
      ...{
        kind: standing ? ("standing" as const) : ("once" as const),
        answers: terms?.answers ?? null,
        days: terms?.days ?? null,
      },
      ...{ months: terms?.months ?? null, retention_days: recipient.terms.retentionDays },
      ...{ redirect_uri: asked.redirectUri, state: asked.state, challenge: asked.challenge },
      ...{ at: now.toISOString(), expires_at: new Date(now.getTime() + openMs).toISOString(), way },
      of: ofBusiness ? "business" : "person",
    };
    await ctx.db.tx(async (tx) => {
      if (await insertRequest(tx, row))
        await tx.audit({
          actor: `client:${client.client}`,
          action: "mydata.request",
          target: row.id,
          detail: { sets: wanted.map(({ set }) => set) },
        });
    });
    return again((await requestByKey(ctx.db, client.client, key))!, digest);
  }
  const again = (row: RequestRow, digest: Buffer): Started => {
    if (!row.digest.equals(digest)) throw fail("mydata.key-reused");
    return { id: row.id, expiresAt: row.expires_at };
  };

  const find = async (id: string): Promise<RequestRow> => {
    const row = isUuid(id) ? await requestById(ctx.db, id) : undefined;
    if (!row) throw fail("mydata.request-unknown");
    return row;
  };
  const open = async (id: string): Promise<Shown> => {
    const request = await find(id);
    if (await consentOfRequest(ctx.db, id)) throw fail("mydata.request-answered");
    if (Date.parse(request.expires_at) <= ctx.clock.now().getTime()) throw fail("mydata.request-expired");
    return { request, recipient: await recipients.inForce(request.client) };
  };

  async function store(
    request: RequestRow,
    row: { subject: string; actor: string; mandate: string | null; lang: string; sets: AgreedSet[] | null },
  ): Promise<void> {
    const { id, client, kind, months, way } = request;
    const now = ctx.clock.now();
    const onceMs = { direct: dayMs, page: codeMs, "dp-sp": ticketMs }[way];
    const until = kind === "standing" && months !== null ? monthsLater(now, months) : new Date(now.getTime() + onceMs);
    const code_until = new Date(now.getTime() + codeMs).toISOString();
    await ctx.db.tx(async (tx) => {
      // a recipient that is stopped meanwhile gets no consent that nobody would end
      await recipients.mustStand(tx, client);
      await lockConsent(tx, id);
      // of two at once, one
      if (way === "direct" && !(await insertRequest(tx, request))) throw fail("mydata.request-answered");
      if (!(await insertConsent(tx, { ...row, id, client, at: now.toISOString(), code_until, until: until.toISOString() })))
        throw fail("mydata.request-answered");
      const action = row.sets === null ? "mydata.request-refused" : "mydata.request-agreed";
      await tx.audit({ actor: row.actor, action, target: id, detail: { client } });
    });
  }

  return {
    start: (client: Client, body: StartBody) => start(client, body),
    /** The same in another protocol, which has a number instead of state, code and verifier; the number is the key. */
    startAs: async (
      client: Client,
      { sets: wanted, redirectUri, tx }: Pick<StartBody, "sets" | "redirectUri"> & { tx: string },
    ): Promise<string> =>
      (await start(client, { key: `dp-sp ${tx}`, sets: wanted, redirectUri, state: "", challenge: "" }, "dp-sp")).id,
    open,
    principals: (subject: string) => principalsOf(capacity, subject),
    /** The sets of a request that need a stronger sign-in than this one. */
    tooWeak: ({ sets: wanted }: Pick<RequestRow, "sets">, proof: number) =>
      wanted.filter(({ set }) => (sets.find(({ id }) => id === set)?.level ?? Number.POSITIVE_INFINITY) > proof),
    async agree(
      id: string,
      person: Person,
      { chosen, mandate, lang }: { chosen: readonly string[]; mandate: string | null; lang: string },
    ): Promise<Missing | undefined> {
      const { request } = await open(id);
      // in the name of a business its representatives agree, which another function asks the register about
      if (request.of === "business") throw fail("mydata.not-representative");
      if (this.tooWeak(request, person.proof).length > 0) throw fail("mydata.proof-too-weak");
      const agreed = agreedSets(request.sets, chosen, lang);
      if ("missing" in agreed) return agreed;
      const { subject, alone } = await onWhoseBehalf(capacity, person, mandate);
      if (alone) await mustDecideAlone(capacity, { id: ctx.ids.uuid(), ...alone, lang });
      await store(request, { subject, mandate, actor: person.subject, lang, sets: agreed.sets });
      return undefined;
    },
    /** Who signed for a business so far, and what. */
    signatures: (id: string) => signaturesOf(ctx.db, id),
    /** Businesses for which this person may answer a request. */
    companiesFor: async (
      { id, of }: Pick<RequestRow, "id" | "of">,
      { subject, nationalId }: Omit<Person, "proof">,
      lang: string,
    ) => {
      if (of !== "business" || nationalId === null) return [];
      const whose = createHash("sha256").update(subject).digest("hex").slice(0, 12);
      const purpose = ctx.texts.translator(lang)("mydata.purpose.companies");
      return companies.ofPerson({ id: `${id}-${whose}`, subject, nationalId, purpose });
    },
    /** A representative agrees in the name of a business. Where its register says that two do, the consent is there with the second. */
    async agreeFor(
      id: string,
      person: Person,
      { chosen, business, lang }: { chosen: readonly string[]; business: string; lang: string },
    ): Promise<Missing | Waiting | undefined> {
      const { request } = await open(id);
      if (request.of !== "business") throw fail("mydata.not-representative");
      if (this.tooWeak(request, person.proof).length > 0) throw fail("mydata.proof-too-weak");
      const agreed = agreedSets(request.sets, chosen, lang);
      if ("missing" in agreed) return agreed;
      const company = await companies.represent(business, person.nationalId);
      const fields = agreed.sets.flatMap(({ set, fields: names }) => names.map((name) => fieldKey(set, name))).sort();
      const before = await signaturesOf(ctx.db, id);
      const isSame = before.every((one) => one.business === business && one.fields.join() === fields.join());
      if (!isSame) throw fail("mydata.signed-otherwise");
      const own = company.representatives.find(({ nationalId }) => nationalId === person.nationalId)!;
      await ctx.db.tx(async (tx) => {
        const row = { request: id, business, business_name: company.name, signer: person.subject, signer_name: own.name };
        if (await insertSignature(tx, { ...row, fields, at: instant(ctx.clock) }))
          await tx.audit({ actor: person.subject, action: "mydata.company-signed", target: id, detail: { business } });
      });
      const signed = await companies.numbersOf(await signaturesOf(ctx.db, id));
      if (!signedBy(company, signed))
        return { waiting: company.representatives.filter((one) => !signed.includes(one.nationalId)).map(({ name }) => name) };
      const row = { subject: subjectOfBusiness(business), mandate: null, actor: person.subject, lang, sets: agreed.sets };
      await store(request, row);
      return undefined;
    },
    /**
     * A person agrees to what a recipient was approved for without having been sent by it: once for each version while that holds. There is no code;
     * the recipient finds the consent under the subject by which it knows the person.
     */
    async direct(recipient: ApplicationRow, person: Person, { chosen, lang }: { chosen: readonly string[]; lang: string }) {
      const { client, version, terms } = recipient;
      if (this.tooWeak(terms, person.proof).length > 0) throw fail("mydata.proof-too-weak");
      const agreed = agreedSets(terms.sets, chosen, lang);
      if ("missing" in agreed) throw fail("mydata.fields-missing", { fields: agreed.missing.join(", ") });
      const { subject, alone } = await onWhoseBehalf(capacity, person, null);
      const known = await directConsent(ctx.db, { client, version, subject, now: instant(ctx.clock) });
      if (known) return known;
      const before = await countDirect(ctx.db, { client, version, subject });
      const whose = createHash("sha256").update(subject).digest("base64url");
      if (alone) await mustDecideAlone(capacity, { id: ctx.ids.uuid(), ...alone, lang });
      const at = instant(ctx.clock);
      const row: RequestRow = {
        ...{
          id: ctx.ids.uuid(),
          client,
          version,
          key: `direct ${version} ${before} ${whose}`,
          sets: terms.sets,
          way: "direct",
          of: "person",
        },
        digest: createHash("sha256")
          .update(canonicalJson(chosen as never))
          .digest(),
        kind: terms.standing ? "standing" : "once",
        ...{ answers: terms.standing?.answers ?? null, days: terms.standing?.days ?? null },
        ...{ months: terms.standing?.months ?? null, retention_days: terms.retentionDays },
        // nothing comes back, and no secret of the recipient's would open it
        ...{ redirect_uri: "", state: "", challenge: "", at, expires_at: at },
      };
      await store(row, { subject, actor: subject, mandate: null, lang, sets: agreed.sets });
      return (await consentOfRequest(ctx.db, row.id))!;
    },
    refuse: async (id: string, { subject }: Pick<Person, "subject">, lang: string): Promise<void> => {
      const { request } = await open(id);
      await store(request, { subject, actor: subject, mandate: null, lang, sets: null });
    },
    /** Where the browser of the person who answered goes on. */
    answered: async (id: string, actor: string): Promise<Answered & { request: RequestRow }> => {
      const request = await find(id);
      const consent = await consentOfRequest(ctx.db, id);
      const signed = (await signaturesOf(ctx.db, id)).some(({ signer }) => signer === actor);
      if (!consent || (consent.actor !== actor && !signed) || request.way === "direct") throw fail("mydata.request-unknown");
      const address = new URL(request.redirect_uri);
      const agreed = consent.sets !== null;
      const told = agreed ? { code: codeOf(id) } : { error: "refused" };
      for (const [name, value] of Object.entries({ ...told, request: id, state: request.state }))
        address.searchParams.set(name, value);
      return { agreed, address: address.href, until: consent.until, request };
    },
    isCode: (id: string, code: string): boolean => {
      const [own, given] = [Buffer.from(codeOf(id)), Buffer.from(code)];
      return own.length === given.length && timingSafeEqual(own, given);
    },
  };
}
