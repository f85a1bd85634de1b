import type { EidApi } from "@troad/eid/api";
import { instant, isUuid, type ModuleContext } from "@troad/kernel";
import type { Mandate, MandateInForce, PeopleApi } from "./api.ts";
import { businessNumberOf, businessSubject, type Confirms, confirmerOf, covers } from "./domain/mandate.ts";
import { peopleFailure } from "./errors.ts";
import {
  findMandates,
  insertMandate,
  insertMandateEnd,
  type MandateRow,
  mandateOfKey,
  type NewMandate,
} from "./store/mandates.ts";
import { heldPosts } from "./store/posts.ts";
import { tellMandateEnd } from "./tell-end-job.ts";

/** Of one page, and of what a person may act by at once. */
const mostMandates = 100;

type MandatesApi = Pick<
  PeopleApi,
  "giveMandate" | "confirmMandate" | "endMandate" | "mandatesOf" | "mandatesConfirmed" | "mandateOf" | "confirmerOf" | "inForce"
>;

/** Mandates: who may act for whom, by whose act, and when that ends. */
export function openMandates(
  ctx: Pick<ModuleContext, "db" | "clock" | "ids">,
  confirms: Confirms,
  eid: Pick<EidApi, "person" | "endMandate">,
): MandatesApi {
  const now = (): string => instant(ctx.clock);
  const kindsOf = async (by: string) => confirmerOf(confirms, await heldPosts(ctx.db, by, now()));
  const nameOf = async (subject: string): Promise<string> => (await eid.person(subject))?.name ?? "";
  const shown = async (row: MandateRow): Promise<Mandate> => {
    const { id, kind, principal, business_name: business, holder, services, since, until, state, ended_at: at } = row;
    const [own, others] = await Promise.all([business ?? nameOf(principal), nameOf(holder)]);
    return {
      ...{ id, kind, services, since, until, state },
      principal: { subject: principal, name: own },
      holder: { subject: holder, name: others },
      ended: at === null ? null : { at, reason: row.end_reason ?? "" },
    };
  };
  /** Stores a mandate; the same key gives the same one. */
  const store = async (mandate: Omit<NewMandate, "id" | "at">): Promise<{ id: string }> => {
    const { key, by, kind, principal, holder, since, until } = mandate;
    if (principal === holder) throw peopleFailure("people.mandate-for-oneself");
    if (until !== null && until <= since) throw peopleFailure("people.term-invalid");
    const id = ctx.ids.uuid();
    const isNew = await ctx.db.tx(async (tx) => {
      const inserted = await insertMandate(tx, { ...mandate, id, at: now() });
      const detail = { kind, principal, holder };
      if (inserted) await tx.audit({ actor: by, action: "people.mandate-given", target: id, detail });
      return inserted;
    });
    return isNew ? { id } : (await mandateOfKey(ctx.db, key))!;
  };
  /** Who may end it: everybody else is told that it does not exist. */
  const endable = async (id: string, by: string): Promise<MandateRow | undefined> => {
    const [row] = isUuid(id) ? await findMandates(ctx.db, { id, at: now(), limit: 1 }) : [];
    if (!row || row.principal === by || row.holder === by) return row;
    return (await kindsOf(by)).includes(row.kind) ? row : undefined;
  };
  const pageOf = ({ before, limit }: { before?: string; limit: number }) => ({
    ...{ at: now(), limit: Math.min(limit, mostMandates) },
    ...(before === undefined ? {} : { before }),
  });
  return {
    giveMandate: ({ key, by, mandate }) =>
      store({ ...mandate, key, by, kind: "agent", principal: by, businessName: null, basis: null }),
    confirmMandate: async ({ key, by, mandate: { principal, ...mandate } }) => {
      const isOwn = by === mandate.holder || ("subject" in principal && by === principal.subject);
      if (isOwn || !(await kindsOf(by)).includes(mandate.kind)) throw peopleFailure("people.may-not-confirm");
      // only a business has representatives, and nobody is its parent
      const isBusiness = "business" in principal;
      if (isBusiness !== (mandate.kind === "representative")) throw peopleFailure("people.may-not-confirm");
      const whose = isBusiness
        ? { principal: businessSubject(principal.business), businessName: principal.name }
        : { principal: principal.subject, businessName: null };
      return store({ ...mandate, ...whose, key, by });
    },
    endMandate: async ({ id, by, reason }) => {
      if (!(await endable(id, by))) throw peopleFailure("people.mandate-unknown");
      await ctx.db.tx(async (tx) => {
        const ended = await insertMandateEnd(tx, { id, by, reason, at: now() });
        if (!ended) return;
        await tx.audit({ actor: by, action: "people.mandate-ended", target: id, detail: { reason } });
        await tx.enqueue(tellMandateEnd, { mandate: id });
      });
      // at once; the job is for the case that the eID does not answer now
      await eid.endMandate(id).catch(() => undefined);
    },
    mandatesOf: async ({ subject, side, ...page }) => {
      const whose = side === "given" ? { principal: subject } : { holder: subject };
      return Promise.all((await findMandates(ctx.db, { ...whose, ...pageOf(page) })).map(shown));
    },
    mandatesConfirmed: async ({ by, ...page }) => {
      const kinds = await kindsOf(by);
      return Promise.all((await findMandates(ctx.db, { kinds, ...pageOf(page) })).map(shown));
    },
    mandateOf: async ({ by, id }) => {
      const row = await endable(id, by);
      return row ? shown(row) : null;
    },
    confirmerOf: kindsOf,
    inForce: async ({ holder, service }) => {
      const rows = await findMandates(ctx.db, { holder, isInForce: true, at: now(), limit: mostMandates });
      const found = rows.filter(({ services }) => service === undefined || covers(services, service));
      return (await Promise.all(found.map(principalOf))).flatMap((one) => one ?? []);
    },
  };

  /** A person whom the eID does not know any more has nobody who acts for them. */
  async function principalOf({ id, kind, principal: subject, business_name: business, until }: MandateRow) {
    const number = businessNumberOf(subject);
    if (number !== undefined)
      return { id, kind, principal: { subject, number, name: business ?? "" }, until } satisfies MandateInForce;
    const person = await eid.person(subject);
    return person && { id, kind, principal: { subject, number: person.nationalId, name: person.name }, until };
  }
}
