import { createHmac } from "node:crypto";
import type { DataSet } from "@troad/directory";
import { failures, instant, isUuid, type ModuleContext } from "@troad/kernel";
import type { Downloads } from "../downloads/downloads.ts";
import { lock, unlock } from "../downloads/locked.ts";
import {
  cancelCode,
  codeById,
  codeByKey,
  countCodes,
  countMisses,
  eraseCodes,
  insertCode,
  insertMiss,
  takeCode,
} from "../store/counter-codes.ts";
import type { SetOutcome } from "../store/downloads.ts";
import { codeFrom, readCode } from "./code.ts";
import type { Counter } from "./counters.ts";

const fail = failures({
  "mydata.no-national-id": 409,
  "mydata.counter-unknown": 422,
  "mydata.code-unknown": 404,
  "mydata.too-many-downloads": 429,
  "mydata.too-many-codes": 429,
});
const openMs = 20 * 60_000;
const hourMs = 3_600_000;
const mostAnHour = 20;
const mostMisses = 10;

type Records = Record<string, unknown>[];
export type ShownAtCounter = { name: string; sets: { id: string; asOf: string | null; records: Records }[] };
export type CounterCode = {
  id: string;
  counter: string;
  expiresAt: string;
  sets: SetOutcome[];
  /** Null once it was taken, cancelled or is over. */
  code: string | null;
  takenAt: string | null;
};
export type Request = {
  subject: string;
  name: string;
  nationalId: string | null;
  key: string;
  counter: string;
  sets: readonly DataSet[];
};
/** An officer at counters: who, and which counters are theirs. */
export type Clerk = { subject: string; name: string; counters: readonly Counter[] };
/** What came of it: a code, or the data sets that kept it from being made. */
export type Made = { id: string } | { failed: SetOutcome[] };

/** Data that a person shows at one counter: fetched under their consent, shown once to who enters the code, gone after twenty minutes. */
export function openCounterService(
  ctx: ModuleContext,
  { downloads, counters, secret }: { downloads: Pick<Downloads, "fetchFor">; counters: readonly Counter[]; secret: string },
) {
  const macOf = (code: string): Buffer => createHmac("sha256", secret).update(`counter code ${code}`).digest();
  const since = (now: Date): string => new Date(now.getTime() - hourMs).toISOString();
  type Kept = ShownAtCounter & { code: string };
  const keep = (id: string, kept: Kept): Buffer =>
    lock(secret, id, { password: "", package: Buffer.from(JSON.stringify(kept)) }, (bytes) => ctx.ids.random(bytes));
  const kept = (id: string, sealed: Buffer): Kept => JSON.parse(unlock(secret, id, sealed).package.toString()) as Kept;

  async function create({ subject, name, nationalId, key, counter, sets }: Request): Promise<Made> {
    const known = await codeByKey(ctx.db, subject, key);
    if (known) return known;
    if (nationalId === null) throw fail("mydata.no-national-id");
    if (!counters.some(({ id }) => id === counter)) throw fail("mydata.counter-unknown");
    const now = ctx.clock.now();
    if ((await countCodes(ctx.db, subject, since(now))) >= mostAnHour) throw fail("mydata.too-many-downloads");
    const id = ctx.ids.uuid();
    const fetched = await downloads.fetchFor({ id, subject, nationalId, sets, recipient: `counter:${counter}` });
    const outcomes = fetched.map(({ id: set, code, asOf, reason }) => ({ id: set, code, asOf, reason }));
    // a counter gets all that was agreed to, or nothing
    const failed = outcomes.filter(({ code }) => code !== 200 && code !== 204);
    if (failed.length > 0) return { failed: outcomes };
    const code = codeFrom((bytes) => ctx.ids.random(bytes));
    const shown = fetched.map(({ id: set, asOf, records }) => ({ id: set, asOf, records }));
    await ctx.db.tx(async (tx) => {
      const row = { id, subject, key, counter, code: macOf(readCode(code)!), at: now.toISOString() };
      const content = {
        expires_at: new Date(now.getTime() + openMs).toISOString(),
        sets: outcomes,
        sealed: keep(id, { name, sets: shown, code }),
      };
      if (await insertCode(tx, { ...row, ...content }))
        await tx.audit({
          actor: subject,
          action: "mydata.counter-code",
          target: id,
          detail: { counter, sets: outcomes.map((one) => one.id) },
        });
    });
    return (await codeByKey(ctx.db, subject, key)) ?? { id };
  }

  return {
    counters,
    create,
    /** A code as its person sees it. */
    find: async (subject: string, id: string): Promise<CounterCode> => {
      const row = isUuid(id) ? await codeById(ctx.db, id) : undefined;
      if (!row || row.subject !== subject) throw fail("mydata.code-unknown");
      const open = row.sealed !== null && row.taken_by === null && Date.parse(row.expires_at) > ctx.clock.now().getTime();
      const code = open && row.sealed ? kept(id, row.sealed).code : null;
      return { id, counter: row.counter, expiresAt: row.expires_at, sets: row.sets, code, takenAt: row.taken_at };
    },
    cancel: async (subject: string, id: string): Promise<void> => {
      if (!isUuid(id)) throw fail("mydata.code-unknown");
      await ctx.db.tx(async (tx) => {
        if ((await cancelCode(tx, subject, id, instant(ctx.clock))) > 0)
          await tx.audit({ actor: subject, action: "mydata.counter-cancelled", target: id });
      });
    },
    /** Takes a code at the clerk's counter; undefined for one that is none, was taken or is another counter's. */
    take: async (clerk: Clerk, typed: string): Promise<string | undefined> => {
      const now = ctx.clock.now();
      if ((await countMisses(ctx.db, clerk.subject, since(now))) >= mostMisses) throw fail("mydata.too-many-codes");
      const code = readCode(typed);
      return ctx.db.tx(async (tx) => {
        const wanted = { counters: clerk.counters.map(({ id }) => id), officer: clerk.subject, now: now.toISOString() };
        const taken = code === undefined ? undefined : await takeCode(tx, { code: macOf(code), ...wanted });
        if (taken)
          await tx.audit({
            actor: clerk.subject,
            action: "mydata.counter-taken",
            target: taken.id,
            detail: { counter: taken.counter },
          });
        else await insertMiss(tx, clerk.subject, now.toISOString());
        return taken?.id;
      });
    },
    /** What a clerk took, until the code's time is over. */
    shown: async (clerk: Clerk, id: string): Promise<ShownAtCounter & { counter: string; expiresAt: string }> => {
      const row = isUuid(id) ? await codeById(ctx.db, id) : undefined;
      const open = row?.sealed && row.taken_by === clerk.subject && Date.parse(row.expires_at) > ctx.clock.now().getTime();
      if (!row?.sealed || !open) throw fail("mydata.code-unknown");
      const { name, sets } = kept(id, row.sealed);
      return { name, sets, counter: row.counter, expiresAt: row.expires_at };
    },
    erase: () => eraseCodes(ctx.db, instant(ctx.clock)),
  };
}
export type Counters = ReturnType<typeof openCounterService>;
