import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { DataSet } from "@troad/directory";
import { canonicalJson, failures, instant, isUuid, type ModuleContext, monthsLater } from "@troad/kernel";
import { openBusinessAnswers } from "../companies/agree.ts";
import type { Companies } from "../companies/companies.ts";
import type { Recipients } from "../recipients/recipients.ts";
import { narrowed } from "../recipients/terms.ts";
import { signaturesOf } from "../store/company-signatures.ts";
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
import { agreedSets, type Missing, type Person } from "./agreed.ts";
import type { Client } from "./assertion.ts";
import { type CapacityParts, mustBeMinor, mustDecideAlone, onWhoseBehalf, principalsOf } from "./capacity.ts";

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
export type Shown = { request: RequestRow; recipient: ApplicationRow };
export type Answered = { agreed: boolean; address: string; until: string };
export type Requests = ReturnType<typeof openRequests>;

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

  const tooWeak = ({ sets: wanted }: Pick<RequestRow, "sets">, proof: number) =>
    wanted.filter(({ set }) => (sets.find(({ id }) => id === set)?.level ?? Number.POSITIVE_INFINITY) > proof);

  return {
    ...openBusinessAnswers(ctx, { companies, open, store, tooWeak }),
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
    tooWeak,
    async agree(
      id: string,
      person: Person,
      { chosen, mandate, lang }: { chosen: readonly string[]; mandate: string | null; lang: string },
    ): Promise<Missing | undefined> {
      const { request } = await open(id);
      // in the name of a business its representatives agree, which another function asks the register about
      if (request.of === "business") throw fail("mydata.not-representative");
      if (tooWeak(request, person.proof).length > 0) throw fail("mydata.proof-too-weak");
      const agreed = agreedSets(request.sets, chosen, lang);
      if ("missing" in agreed) return agreed;
      const { subject, alone, minor } = await onWhoseBehalf(capacity, person, mandate);
      if (alone) await mustDecideAlone(capacity, { id: ctx.ids.uuid(), ...alone, lang });
      if (minor) await mustBeMinor(capacity, { id: ctx.ids.uuid(), ...minor, lang });
      await store(request, { subject, mandate, actor: person.subject, lang, sets: agreed.sets });
      return undefined;
    },
    /**
     * A person agrees to what a recipient was approved for without having been sent by it: once for each version while that holds. There is no code;
     * the recipient finds the consent under the subject by which it knows the person.
     */
    async direct(recipient: ApplicationRow, person: Person, { chosen, lang }: { chosen: readonly string[]; lang: string }) {
      const { client, version, terms } = recipient;
      if (tooWeak(terms, person.proof).length > 0) throw fail("mydata.proof-too-weak");
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
