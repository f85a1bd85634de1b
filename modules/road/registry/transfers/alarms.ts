import { instant, type ModuleContext, type Queryable } from "@troad/kernel";
import { type AlarmKind, otherMember, type StoredRecord, tellerOf } from "../../domain/transfer-rules.ts";
import { insertAlarm } from "../../store/transfers.ts";

/** A record that contradicts another one, or that nothing proves. */
export type Alarm = { kind: AlarmKind; told: StoredRecord; against: StoredRecord | undefined; reason?: string };
export type Alarms = ReturnType<typeof openAlarms>;

/** Each alarm once: a row for auditors, and after the commit a log error and a count. */
export function openAlarms(ctx: Pick<ModuleContext, "clock" | "log" | "metrics">) {
  const help = "Records of transfers that contradict others or were refused";
  const counter = ctx.metrics.counter("transfer_alarms_total", help, ["kind"]);
  return {
    /** Gives those that were not raised before. */
    insert: async (tx: Queryable, alarms: readonly Alarm[]): Promise<Alarm[]> => {
      const raised: Alarm[] = [];
      for (const alarm of alarms) {
        const { exchangeId, leafIndex, digest, consumer, provider, side } = alarm.told;
        const isNew = await insertAlarm(tx, {
          at: instant(ctx.clock),
          kind: alarm.kind,
          teller: tellerOf(alarm.told),
          other: otherOf(alarm),
          exchange_id: exchangeId,
          consumer,
          provider,
          side,
          leaf_index: leafIndex < 0 ? null : leafIndex,
          other_leaf: alarm.against?.leafIndex ?? null,
          digest,
        });
        if (isNew) raised.push(alarm);
      }
      return raised;
    },
    report: (raised: readonly Alarm[]): void => {
      for (const alarm of raised) {
        const { kind, told, against, reason } = alarm;
        counter.inc({ kind });
        const { exchangeId, consumer, provider, side, leafIndex: leaf } = told;
        const members = { teller: tellerOf(told), other: otherOf(alarm) };
        const detail = { exchangeId, consumer, provider, side, leaf, otherLeaf: against?.leafIndex, reason };
        ctx.log.error({ kind, ...members, ...detail }, "a transfer record has to be looked into");
      }
    },
  };
}

/** The other member of the exchange; of a copied request the one whose exchange it is. */
const otherOf = ({ told, against }: Alarm): string =>
  against && tellerOf(against) !== tellerOf(told) ? tellerOf(against) : otherMember(told);
