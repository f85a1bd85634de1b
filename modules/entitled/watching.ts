import type { CasesApi } from "@troad/cases/api";
import { readDataSets } from "@troad/directory";
import type { EidApi } from "@troad/eid/api";
import { defineJob, handleJob, instant, type ModuleContext, taipeiDate } from "@troad/kernel";
import type { MyDataApi } from "@troad/mydata/api";
import type { NotifyApi } from "@troad/notify/api";
import { serviceNamesOf } from "@troad/web";
import Type from "typebox";
import { holds, type Records, type Rule, readRules, type Sets } from "./rules.ts";
import { beginWatch, dismiss, endOver, endWatch, findingsOf, findWatch, storeLook, takeDue, takeNow } from "./store/watches.ts";

const lookJob = defineJob("entitled.look", {
  payload: Type.Object({ subject: Type.String({ maxLength: 100 }), look: Type.Integer({ minimum: 0 }) }),
});
const dayMs = 86_400_000;
const everyMs = 30 * dayMs;
/** A standing yes ends after a year, as consents do. */
const yearMs = 365 * dayMs;
const atOnce = 200;
export type Watching = ReturnType<typeof openWatching>;
type Parts = {
  cases: Pick<CasesApi, "listOf">;
  mydata: Pick<MyDataApi, "lookInto">;
  eid: Pick<EidApi, "person">;
  notify: Pick<NotifyApi, "send">;
};

/** Looks at people's own data, as often as they let it, for what they may be entitled to and have not applied for. */
export function openWatching(ctx: ModuleContext, { cases, mydata, eid, notify }: Parts) {
  const { db, clock } = ctx;
  const sets = readDataSets(ctx.content);
  const fields: Sets = new Map(sets.map(({ id, fields: own }) => [id, own.map(({ name }) => name)]));
  const rules = readRules(ctx.content, new Set(serviceNamesOf(ctx).services.map(({ id }) => id)), fields);
  const wanted = [...new Set(rules.flatMap(({ all }) => all.map(({ set }) => set)))];
  const at = (ms: number): string => new Date(clock.now().getTime() + ms).toISOString();

  /** Services for which something stands already: under way, or granted. */
  const standing = async (subject: string): Promise<Set<string>> =>
    new Set(
      (await cases.listOf(subject, { limit: 100 }))
        .filter(({ state, granted }) => !["withdrawn", "closed", "discarded"].includes(state) && granted !== false)
        .map(({ service }) => service),
    );

  const looked = handleJob(lookJob, async ({ payload: { subject, look } }) => {
    const [watch, person] = [await findWatch(db, subject), await eid.person(subject)];
    if (!watch || !person || watch.until <= instant(clock)) return;
    const answers = await mydata.lookInto({
      key: `${subject} ${watch.since} ${look}`,
      subject,
      nationalId: person.nationalId,
      sets: wanted,
    });
    // a set of which there is nothing is an answer; one that could not be had is none
    const records: Records = new Map(
      answers.flatMap(({ set, code, records: own }) => (code === 200 || code === 204 ? [[set, own] as const] : [])),
    );
    const [have, today] = [await standing(subject), taipeiDate(clock.now())];
    const judged = rules.map((rule) => ({ rule, does: have.has(rule.service) ? false : holds(rule, records, today) }));
    const of = (does: boolean): string[] => judged.filter((one) => one.does === does).map(({ rule }) => rule.id);
    const missing = wanted.filter((set) => !records.has(set));
    const fresh = await db.tx(async (tx) => {
      const found = await storeLook(tx, { subject, held: of(true), gone: of(false), missing, now: instant(clock) });
      await tx.audit({ actor: subject, action: "entitled.looked", target: subject, detail: { sets: wanted, missing } });
      return found;
    });
    if (fresh.length === 0) return;
    await notify.send({
      key: `entitled ${subject} ${look}`,
      ...{ to: subject, channel: "message", template: "may-be-entitled", params: { count: String(fresh.length) } },
      link: `${ctx.origin("entitled")}/me/entitled`,
    });
  });

  return {
    jobs: [looked],
    rules,
    /** The sets that are looked at. */
    sets: sets.filter(({ id }) => wanted.includes(id)),
    watch: (subject: string) => findWatch(db, subject),
    /** What a person may be entitled to now; what they applied for meanwhile is none any more. */
    findings: async (subject: string): Promise<{ rule: Rule; foundAt: string }[]> => {
      const rows = (await findingsOf(db, subject)).filter(({ dismissed_at }) => dismissed_at === null);
      if (rows.length === 0) return [];
      const have = await standing(subject);
      return rows.flatMap(({ rule: id, found_at: foundAt }) => {
        const rule = rules.find((one) => one.id === id);
        return rule && !have.has(rule.service) ? [{ rule, foundAt }] : [];
      });
    },
    switchOn: (subject: string): Promise<void> =>
      db.tx(async (tx) => {
        await beginWatch(tx, subject, instant(clock), at(yearMs));
        const taken = await takeNow(tx, subject, at(everyMs));
        await tx.audit({ actor: subject, action: "entitled.on", target: subject, detail: { sets: wanted } });
        await tx.enqueue(lookJob, { subject, look: taken!.looks }, { key: `${subject} ${instant(clock)}` });
      }),
    switchOff: (subject: string): Promise<void> =>
      db.tx(async (tx) => {
        await endWatch(tx, subject);
        await tx.audit({ actor: subject, action: "entitled.off", target: subject, detail: {} });
      }),
    dismiss: async (subject: string, rule: string): Promise<void> => {
      await dismiss(db, subject, rule, instant(clock));
    },
    /** Those whose month is over. */
    due: async (): Promise<void> => {
      await endOver(db, instant(clock));
      await db.tx(async (tx) => {
        for (const { subject, looks } of await takeDue(tx, instant(clock), at(everyMs), atOnce))
          await tx.enqueue(lookJob, { subject, look: looks }, { key: `${subject} look ${looks} ${instant(clock)}` });
      });
    },
  };
}
