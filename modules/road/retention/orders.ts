import { instant } from "@troad/kernel";
import type { About, OrderKind, RecordsApi } from "../domain/retention.ts";
import type { Gateway } from "../gateway/gateway.ts";
import { registryFailure } from "../registry/failures.ts";
import { consumersOf, endOrder, insertOrder, listOrders, lockErasure } from "../store/erasure.ts";

const mostListed = 200;

export function recordsApi(gateway: Pick<Gateway, "db" | "ctx">): RecordsApi {
  const { db, ctx } = gateway;
  const give = async (kind: OrderKind, { about, reason, actor }: { about: About; reason: string; actor: string }) => {
    if (!reason.trim()) throw registryFailure("registry.reason-missing");
    const order = {
      kind,
      at: instant(ctx.clock),
      actor,
      reason: reason.trim(),
      exchange_id: "exchangeId" in about ? about.exchangeId : null,
      consumer: "exchangeId" in about ? (about.consumer ?? null) : null,
      consent: "consent" in about ? about.consent : null,
      since: "since" in about ? about.since : null,
      until: "until" in about ? about.until : null,
    };
    return db.tx(async (tx) => {
      await lockErasure(tx);
      // an erasure cannot be taken back, and an id alone may mean another consumer's exchange too
      if (kind === "erase" && order.exchange_id !== null && order.consumer === null)
        if ((await consumersOf(tx, order.exchange_id)).length > 1) throw registryFailure("registry.order-ambiguous");
      const id = await insertOrder(tx, order);
      await tx.audit({ actor, action: `road.${kind}-ordered`, target: String(id), detail: { about, reason: order.reason } });
      return { id };
    });
  };
  return {
    hold: (order) => give("hold", order),
    erase: (order) => give("erase", order),
    end: async ({ id, reason, actor }) => {
      if (!reason.trim()) throw registryFailure("registry.reason-missing");
      await db.tx(async (tx) => {
        await lockErasure(tx);
        if (!(await endOrder(tx, id, { at: instant(ctx.clock), actor, reason: reason.trim() })))
          throw registryFailure("registry.order-unknown");
        await tx.audit({ actor, action: "road.order-ended", target: String(id), detail: { reason: reason.trim() } });
      });
    },
    orders: ({ before, limit }) => listOrders(db, before ?? null, Math.min(limit, mostListed)),
  };
}
