import { type Database, type Ids, instant, json, type ModuleContext, taipeiDate } from "@troad/kernel";
import { benefitsFailure } from "./domain/errors.ts";
import type { Facts } from "./domain/facts.ts";
import { addMonths, isMonth, monthOf } from "./domain/months.ts";
import type { Scheme } from "./domain/scheme.ts";
import {
  type EventKind,
  findEntitlement,
  forPerson,
  insertEntitlement,
  insertEvent,
  lockEntitlement,
  monthsOf,
  ofOnePerson,
} from "./store/entitlements.ts";

type Parts = { db: Database; clock: ModuleContext["clock"]; ids: Ids; schemes: ReadonlyMap<string, Scheme> };
export type Granted = {
  key: string;
  scheme: string;
  subject: string;
  person: string;
  facts: Facts;
  from: string;
  decidedBy: string[];
};
export type Changed = { id: string; key: string; kind: EventKind; from: string; facts?: Facts; reason: string; by: string };
export type Died = { subject: string | null; person: string; agency: string; on: string; by: string };
export type { MonthView } from "./store/entitlements.ts";

/** Who has which benefit from which month on, and what changes it. */
export function openEntitlements({ db, clock, ids, schemes }: Parts) {
  return {
    /** Idempotent by key. A second one of the scheme for the same person is refused while the first lasts: two parents, one child. */
    grant: (granted: Granted): Promise<{ id: string }> => {
      if (!schemes.has(granted.scheme) || !isMonth(granted.from)) throw benefitsFailure("benefits.not-found");
      return db.tx(async (tx) => {
        await lockEntitlement(tx, `for ${granted.person}`);
        const known = await findEntitlement(tx, { key: granted.key });
        if (known) {
          if (known.scheme !== granted.scheme || known.person !== granted.person || known.subject !== granted.subject)
            throw benefitsFailure("benefits.key-reused");
          return { id: known.id };
        }
        if ((await forPerson(tx, granted.scheme, granted.person, granted.from)).length > 0)
          throw benefitsFailure("benefits.person-has-one");
        const row = { ...granted, id: ids.uuid(), at: instant(clock) };
        await insertEntitlement(tx, row);
        const detail = { scheme: row.scheme, from: row.from, facts: json(row.facts).length };
        await tx.audit({ actor: granted.decidedBy[0] ?? "law", action: "benefits.granted", target: row.id, detail });
        return { id: row.id };
      });
    },
    /** Changes, suspends, resumes or ends an entitlement from a month on, also one that was paid already; idempotent by key. */
    change: ({ id, key, kind, from, facts, reason, by }: Changed): Promise<void> => {
      if (!isMonth(from) || (kind === "changed") !== (facts !== undefined)) throw benefitsFailure("benefits.not-found");
      return db.tx(async (tx) => {
        await lockEntitlement(tx, id);
        if (!(await findEntitlement(tx, { id }))) throw benefitsFailure("benefits.not-found");
        const at = instant(clock);
        const isNew = await insertEvent(tx, id, { key, kind, from, facts: facts ?? null, reason, by, at });
        if (isNew) await tx.audit({ actor: by, action: `benefits.${kind}`, target: id, detail: { from, reason } });
      });
    },
    /** A register says that a benefit has ended on a day: what is after its month is not due. */
    ended: ({ id, on, reason }: { id: string; on: string; reason: string }): Promise<void> =>
      db.tx(async (tx) => {
        await lockEntitlement(tx, id);
        const [from, at] = [addMonths(monthOf(on), 1), instant(clock)];
        const event = { key: `${reason === "death" ? "died" : reason} ${id}`, kind: "ended" as const, from, facts: null, reason };
        const isNew = await insertEvent(tx, id, { ...event, by: "register", at });
        if (isNew) await tx.audit({ actor: "register", action: "benefits.ended", target: id, detail: { from, reason } });
      }),
    /**
     * Someone has died: what this agency pays them, and what it pays for them, ends with the month of that day; nothing that is queued goes out any
     * more. Told again it changes nothing.
     */
    died: async ({ subject, person, agency, on, by }: Died) => {
      const from = addMonths(monthOf(on), 1);
      const own = [...schemes.values()].filter((scheme) => scheme.agency === agency).map(({ id }) => id);
      const all = await ofOnePerson(db, { subject, person, schemes: own });
      await db.tx(async (tx) => {
        for (const { id } of all) {
          await lockEntitlement(tx, id);
          const at = instant(clock);
          await insertEvent(tx, id, { key: `died ${id}`, kind: "ended", from, facts: null, reason: "death", by, at });
        }
        if (all.length > 0)
          await tx.audit({ actor: by, action: "benefits.died", target: all[0]!.id, detail: { on, ended: all.length } });
      });
      return { ended: all.length };
    },
    find: (id: string) => findEntitlement(db, { id }),
    months: (subject: string, limit: number) => monthsOf(db, subject, Math.min(limit, 400)),
    thisMonth: () => monthOf(taipeiDate(clock.now())),
  };
}
