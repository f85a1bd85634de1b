import { type Clock, type Database, instant, isUuid, taipeiDate } from "@troad/kernel";
import type { Notice, NotifyApi, OfficerStep } from "./api.ts";
import { publishDelivered } from "./delivered.ts";
import { notifyFailure } from "./domain/errors.ts";
import { isPostNumber, nextSteps } from "./domain/notice.ts";
import { countReturned, listReturned } from "./store/deliveries.ts";
import { countToPost, findNotice, insertStep, listToPost, lockNotice, type NoticeRow } from "./store/notices.ts";
import type { Templates } from "./templates.ts";

type Parts = { db: Database; clock: Clock; templates: Templates };
type Offered = Pick<NotifyApi, "toPost" | "notice" | "recordStep" | "returned" | "waiting">;
type Recorded = Parameters<NotifyApi["recordStep"]>[0];

const returnedDays = 30;
const since = (clock: Clock): string => new Date(clock.now().getTime() - returnedDays * 86_400_000).toISOString();

/** What no channel delivered: printed, posted, and followed until the post says how it ended. */
export function openNotices({ db, clock, templates }: Parts): Offered {
  const today = (): string => taipeiDate(clock.now());
  const view = (row: NoticeRow): Notice => {
    const { id, agency, name, postal, template, params, sent_at: sentAt, steps } = row;
    const next = nextSteps(new Set(steps.map(({ step }) => step)), row.due, today());
    return { id, agency, name, postal, ...templates.words("zh-Hant", { template, params }), sentAt, steps, next };
  };
  return {
    toPost: async ({ agency, after, limit }) => {
      const rows = await listToPost(db, { agency, today: today(), after: after ?? null, limit: Math.min(limit, 100) });
      return rows.map(view);
    },
    notice: async ({ agency, id }) => {
      const found = isUuid(id) ? await findNotice(db, id) : undefined;
      return found?.agency === agency ? view(found) : null;
    },
    recordStep: async (recorded) => {
      const { agency, id, officer, step } = recorded;
      const { at, detail } = momentOf(clock, recorded);
      await db.tx(async (tx) => {
        await lockNotice(tx, id);
        const row = isUuid(id) ? await findNotice(tx, id) : undefined;
        if (row?.agency !== agency) throw notifyFailure("notify.not-found");
        const done = new Set(row.steps.map((one) => one.step));
        // the same form sent twice
        if (done.has(step)) return;
        if (!nextSteps(done, row.due, today()).includes(step)) throw notifyFailure("notify.step-not-now");
        const posted = row.steps.find((one) => one.step === "posted");
        if (posted && taipeiDate(at) < taipeiDate(new Date(posted.at))) throw notifyFailure("notify.day-impossible");
        await insertStep(tx, { message_id: id, step, at: at.toISOString(), officer, detail, recorded_at: instant(clock) });
        if (step === "delivered") await publishDelivered(tx, id);
      });
    },
    waiting: (query) => ("agencies" in query ? countToPost(db, query.agencies, today()) : countReturned(db, since(clock))),
    returned: ({ before, limit }) =>
      listReturned(db, { since: since(clock), before: before ?? null, limit: Math.min(limit, 100) }),
  };
}

/** When a step happened: now, or on the day that the post wrote on its receipt, which is no later than today. */
function momentOf(clock: Clock, { step, number, day }: Recorded): { at: Date; detail: string | null } {
  if (step === "posted" && !isPostNumber(number ?? "")) throw notifyFailure("notify.number-malformed");
  const isOfPost = (["delivered", "returned"] satisfies OfficerStep[] as string[]).includes(step);
  if (!isOfPost) return { at: clock.now(), detail: number ?? null };
  const at = new Date(`${day ?? ""}T12:00:00+08:00`);
  if (Number.isNaN(at.getTime()) || taipeiDate(at) !== day || day > taipeiDate(clock.now()))
    throw notifyFailure("notify.day-impossible");
  return { at, detail: null };
}
