import type { ActReply, Registrar } from "@troad/flow";
import { CodedError, instant, kernelFailure, type ModuleContext, monthsLater, taipeiDate } from "@troad/kernel";
import { agencyNames } from "@troad/web";
import Type from "typebox";
import { Compile } from "typebox/compile";
import type { Catalogue, DataSet } from "./catalogue.ts";
import { opendataFailure } from "./domain/errors.ts";
import { type DeliveryRow, deliveries, insertDelivery, insertDeliveryEnd } from "./store/deliveries.ts";

export type { DeliveryRow };
export type Deliveries = ReturnType<typeof openDeliveries>;
type Parts = Pick<ModuleContext, "db" | "clock" | "content" | "texts"> & { catalogue: Catalogue };

const most = 500;
const wanted = Compile(
  Type.Object({
    set: Type.String({ minLength: 1, maxLength: 100 }),
    months: Type.Integer({ minimum: 1, maximum: 24 }),
    purpose: Type.String({ minLength: 1, maxLength: 500 }),
  }),
);
type Wanted = { set: string; months: number; purpose: string };

/** Data sets that are given on application: offered to a service of content, delivered once it was granted, ended by their agency. */
export function openDeliveries({ catalogue, ...ctx }: Parts) {
  const { db, clock } = ctx;
  const agencyName = agencyNames(ctx);
  const namesOf = (id: string): Record<string, string> =>
    Object.fromEntries(["zh-Hant", "en"].map((lang) => [lang, agencyName(lang, id)]));
  const onApplication = async (agency?: string): Promise<DataSet[]> =>
    (await catalogue.search({ openness: "on-application", ...(agency ? { agency } : {}), limit: most })).toSorted((one, other) =>
      one.name < other.name ? -1 : 1,
    );

  const lists: Record<string, (given: Record<string, string[]>) => ReturnType<Registrar["offers"]>> = {
    "opendata.holder": async () =>
      [...new Set((await onApplication()).map(({ agency }) => agency))].map((value) => ({ value, text: namesOf(value) })),
    "opendata.set": async (given) =>
      (await onApplication(Object.values(given)[0]?.[0] ?? "-")).map(({ name, record }) => ({ value: name, text: record.title })),
  };

  async function deliver({ values, key, by, check, deciders }: Parameters<Registrar["act"]>[0]) {
    if (!wanted.Check(values)) throw opendataFailure("opendata.delivery-malformed");
    const { set: name, months, purpose } = values as Wanted;
    const set = await catalogue.live(name);
    if (set.record.openness !== "on-application") throw opendataFailure("opendata.not-on-application");
    const until = taipeiDate(monthsLater(clock.now(), months));
    if (check) return { until };
    const grantedBy = deciders.findLast(({ agency }) => agency === set.agency)?.subject;
    if (grantedBy === undefined) throw opendataFailure("opendata.delivery-not-granted");
    await db.tx(async (tx) => {
      const row = {
        id: key,
        set: set.id,
        subject: by.subject,
        business: by.business,
        purpose,
        grantedBy,
        until,
        at: instant(clock),
      };
      // asked again after a kill: the delivery is there
      if ((await insertDelivery(tx, row)) === 0) return;
      await tx.audit({ actor: grantedBy, action: "opendata.delivered", target: set.name, detail: { case: key, until } });
    });
    return { until: (await deliveries(db, { id: key, limit: 1 }))[0]?.until ?? until };
  }

  const isStanding = ({ until, endReason }: Pick<DeliveryRow, "until" | "endReason">): boolean =>
    endReason === null && until >= taipeiDate(clock.now());

  return {
    registrar: {
      async offers({ of, given }) {
        const list = Object.hasOwn(lists, of) ? lists[of] : undefined;
        if (!list) throw kernelFailure("request.invalid", { reason: of });
        return list(given);
      },
      async act(request): Promise<ActReply> {
        if (request.does !== "opendata.deliver") throw kernelFailure("request.invalid", { reason: request.does });
        try {
          return { given: await deliver(request) };
        } catch (error) {
          if (error instanceof CodedError && error.status < 500) return { refused: error.code };
          throw error;
        }
      },
    } satisfies Registrar,
    isStanding,
    mine: (subject: string, limit = 100) => deliveries(db, { subject, limit }),
    given: (by: { agencies: readonly string[]; before?: string; limit: number }) => deliveries(db, by),
    /** A delivery of this person that stands; of another person it is none. */
    async standing(id: string, subject: string): Promise<DeliveryRow> {
      const [one] = await deliveries(db, { id, subject, limit: 1 });
      if (!one) throw opendataFailure("opendata.not-found");
      if (!isStanding(one)) throw opendataFailure("opendata.delivery-over");
      return one;
    },
    /** The agency ends a delivery, once; what was downloaded is to be erased, as the agreement says. */
    async end({
      id,
      agencies,
      reason,
      by,
    }: {
      id: string;
      agencies: readonly string[];
      reason: string;
      by: string;
    }): Promise<void> {
      const [one] = await deliveries(db, { id, agencies, limit: 1 });
      if (!one) throw opendataFailure("opendata.not-found");
      if (reason.trim() === "") throw opendataFailure("opendata.reason-missing");
      await db.tx(async (tx) => {
        if ((await insertDeliveryEnd(tx, { delivery: id, reason, by, at: instant(clock) })) === 0)
          throw opendataFailure("opendata.delivery-over");
        await tx.audit({ actor: by, action: "opendata.delivery-ended", target: one.name, detail: { delivery: id, reason } });
      });
    },
  };
}
