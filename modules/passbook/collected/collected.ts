import type { EidApi } from "@troad/eid/api";
import {
  defineJob,
  type HandledEvent,
  type HandledJob,
  handleEvent,
  handleJob,
  instant,
  type ModuleContext,
  uuidSchema,
} from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import type { CollectedLine, PayApi } from "@troad/pay/api";
import { collected } from "@troad/pay/events";
import Type from "typebox";
import { judge, withPayment } from "../domain/judging.ts";
import type { TaxRecord } from "../domain/record.ts";
import { passbookFailure } from "../errors.ts";
import type { Offices } from "../offices.ts";
import type { Refresh } from "../payments.ts";
import {
  countOpen,
  endOfLine,
  findLines,
  insertLine,
  insertLineEnd,
  type Line,
  movePlace,
  placeOf,
  type ShownLine,
} from "./line-store.ts";

export type { ShownLine } from "./line-store.ts";

/** Takes in what stores and banks have collected, one line after the other. */
const takeJob = defineJob("passbook.take-collected", { payload: Type.Object({ file: uuidSchema() }), concurrency: 1 });
/** Books a line for which an officer has found the tax. */
const bookJob = defineJob("passbook.book-line", { payload: Type.Object({ line: uuidSchema() }), concurrency: 1 });

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock">;
  pay: Pick<PayApi, "collected" | "bookCollected">;
  offices: Pick<Offices, "one" | "write">;
  refresh: Refresh;
  notify: Pick<NotifyApi, "send">;
  eid: Pick<EidApi, "personOfNumber">;
  page: string;
};
export type WorkOff = {
  line: string;
  action: "booked" | "set-aside";
  office: string;
  number: string;
  reason: string;
  by: string;
};
const atOnce = 100;
const numberForm = /^[A-Z0-9][A-Z0-9-]{3,29}$/;

/** Money that stores and banks have collected for tax offices: matched with taxes, written where it fits, and worked off where it does not. */
export function openCollected({ ctx, pay, offices, refresh, notify, eid, page }: Parts) {
  const { db, clock } = ctx;
  const recordOf = async (office: string | null, number: string): Promise<TaxRecord | null> => {
    if (office === null || !numberForm.test(number)) return null;
    const record = await offices.one(office, number);
    if (record !== null && "code" in record) throw new Error(`${office} does not answer: ${record.code}`);
    return record;
  };
  /** Writes a payment where it is not written yet; another write meanwhile makes the job come again. */
  const write = async (line: Line, office: string, record: TaxRecord): Promise<void> => {
    if (!(record.payments ?? []).some(({ reference }) => reference === line.reference)) {
      const written = await offices.write(office, {
        ...{
          number: record.number,
          values: withPayment(record, line),
          expect: { payments: record.payments, refunds: record.refunds },
        },
        ...{ writeKey: `collected ${line.id} ${record.payments?.length ?? 0}`, caseId: line.id },
      });
      if (!written.ok) throw new Error(`${office} did not write: ${written.code}`);
    }
    await refresh(record.taxpayer, office, record.number);
    if (line.enforced) await tellEnforced(line, record);
  };
  /** A payment that came when the tax was with the Administrative Enforcement Agency: the person hears that costs may remain. */
  const tellEnforced = async ({ id, paidOn }: Line, { taxpayer }: TaxRecord): Promise<void> => {
    const person = await eid.personOfNumber(taxpayer);
    if (!person) return;
    const message = {
      key: `tax-paid-enforced ${id}`,
      to: person.subject,
      channel: "message" as const,
      template: "tax-paid-enforced",
    };
    await notify.send({ ...message, params: { day: paidOn }, link: page });
  };
  const take = async (one: CollectedLine): Promise<void> => {
    const record = await recordOf(one.agency, one.number);
    const judged = judge(record, one);
    const { agency, line: place, ...rest } = one;
    // whose it is, is asked of the register again: no number of a person lies here
    await insertLine(db, { ...rest, ...judged, office: agency, place, at: instant(clock) });
    const [kept] = await findLines(db, { id: one.id, limit: 1 });
    if (kept?.outcome !== "matched" || record === null) return;
    await pay.bookCollected({ id: one.id, agency: agency!, reason: `matched ${one.number}`, by: "passbook" });
    await write(kept, agency!, record);
  };
  const jobs: HandledJob[] = [
    handleJob(takeJob, async () => {
      for (;;) {
        const lines = await pay.collected({ after: await placeOf(db), limit: atOnce });
        for (const line of lines) {
          await take(line);
          await movePlace(db, line.no);
        }
        if (lines.length < atOnce) return;
      }
    }),
    handleJob(bookJob, async ({ payload }) => {
      const [line] = await findLines(db, { id: payload.line, limit: 1 });
      const end = await endOfLine(db, payload.line);
      if (!line || end?.action !== "booked" || end.number === null) return;
      const record = await recordOf(end.office, end.number);
      if (record === null) throw new Error(`${end.office} has no tax ${end.number} any more`);
      await pay.bookCollected({ id: line.id, agency: end.office, reason: end.reason, by: end.by });
      await write({ ...line, ...lateAnew(line, record) }, end.office, record);
    }),
  ];
  const subscribes: HandledEvent[] = [
    handleEvent(collected, async ({ file }, tx) => {
      await tx.enqueue(takeJob, { file }, { key: file });
    }),
  ];
  return {
    jobs,
    subscribes,
    list: (asked: {
      offices: readonly string[];
      of: "open" | "enforced" | "all";
      outcome: string | null;
      before: string | null;
      limit: number;
    }) => findLines(db, asked),
    count: async (of: readonly string[]) => (await countOpen(db, of)) ?? { count: 0, oldest: null },
    line: async (id: string, of: readonly string[]): Promise<ShownLine> => {
      const [found] = await findLines(db, { id, offices: of, limit: 1 });
      if (!found) throw passbookFailure("passbook.line-unknown");
      return found;
    },
    /** An officer says what a line is, once; throws `passbook.*`. */
    workOff: async ({ line: id, action, office, number, reason, by }: WorkOff): Promise<void> => {
      const [line] = await findLines(db, { id, offices: [office], limit: 1 });
      if (!line) throw passbookFailure("passbook.line-unknown");
      if (line.outcome === "matched" || line.ended !== null) throw passbookFailure("passbook.line-ended");
      const booked = action === "booked";
      if (booked) {
        const record = await recordOf(office, number);
        if (record === null) throw passbookFailure("passbook.tax-unknown");
        if (judge(record, line).told) throw passbookFailure("passbook.line-told");
      }
      await db.tx(async (tx) => {
        const end = { line: id, action, number: booked ? number : null, office, reason, by, at: instant(clock) };
        if ((await insertLineEnd(tx, end)) === 0) throw passbookFailure("passbook.line-ended");
        await tx.audit({ actor: by, action: `passbook.line-${action}`, target: id, detail: { office, reason } });
        if (booked) await tx.enqueue(bookJob, { line: id }, { key: id });
      });
    },
  };
}
export type Collected = ReturnType<typeof openCollected>;

/** A line that is booked on another tax, or later, is judged by that tax as it stands. */
function lateAnew(line: Line, record: TaxRecord): Pick<Line, "late" | "enforced" | "outcome"> {
  const { late, enforced, outcome } = judge(record, line);
  return { late, enforced, outcome };
}
