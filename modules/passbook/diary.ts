import { createHmac } from "node:crypto";
import {
  defineJob,
  type HandledJob,
  handleJob,
  installationSecret,
  instant,
  isUuid,
  type ModuleContext,
  taipeiDate,
} from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import Type from "typebox";
import { type CalendarWords, calendarOf } from "./calendar.ts";
import { type Copies, hashOf, type Passbook } from "./copies.ts";
import { changesOf, entriesOf } from "./domain/diary.ts";
import { passbookFailure } from "./errors.ts";
import {
  endFeed,
  entriesFor,
  feedOf,
  follow,
  insertFeed,
  insertReminder,
  keepEntry,
  lastFeed,
  unreminded,
} from "./store/feeds.ts";

const daysBefore = 7;
const dayMs = 86_400_000;
const atOnce = 200;

const remindJob = defineJob("passbook.remind", {
  payload: Type.Object({
    subject: Type.String({ maxLength: 100 }),
    key: Type.String({ maxLength: 300 }),
    day: Type.String({ maxLength: 10 }),
  }),
});

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock" | "ids" | "folder">;
  copies: Pick<Copies, "keyOf">;
  notify: Pick<NotifyApi, "send">;
  page: string;
  words: (lang: string) => CalendarWords;
};
type Of = { subject: string; taxpayer: string };

/** Days of payment: in a calendar with a secret address, and as reminders. */
export function openDiary({ ctx, copies, notify, page, words }: Parts) {
  const { db, clock } = ctx;
  const secret = installationSecret(ctx.folder, "passbook-entries");
  const host = new URL(page).hostname;
  const jobs: HandledJob[] = [
    handleJob(remindJob, async ({ payload: { subject, key, day } }) => {
      await notify.send({ key, to: subject, channel: "message", template: "tax-due-soon", params: { day }, link: page });
    }),
  ];
  return {
    jobs,
    /** Takes in what a passbook says; a day that changed, or was paid, gets the next sequence. */
    note: async (taxpayer: string, { records }: Passbook): Promise<void> => {
      const key = copies.keyOf(taxpayer);
      const uidOf = (place: string) => createHmac("sha256", secret).update(`${key} ${place}`).digest("hex").slice(0, 32);
      const wanted = entriesOf(
        records.map(({ record }) => record),
        taipeiDate(clock.now()),
        uidOf,
      );
      const changes = changesOf(await entriesFor(db, key), wanted);
      if (changes.length === 0) return;
      const at = instant(clock);
      await db.tx(async (tx) => {
        for (const one of changes) await keepEntry(tx, { ...one, taxpayer: key, at });
      });
    },
    follow: (taxpayer: string, subject: string) => follow(db, { taxpayer: copies.keyOf(taxpayer), subject, at: instant(clock) }),
    /** A new address; the one of before is dead from now on. */
    address: async ({ subject, taxpayer, lang }: Of & { lang: string }): Promise<string> => {
      const made = ctx.ids.secret(24);
      const row = { secretHash: hashOf(made), subject, taxpayer: copies.keyOf(taxpayer), lang, madeAt: instant(clock) };
      await db.tx(async (tx) => {
        await insertFeed(tx, row);
        await tx.audit({ actor: subject, action: "passbook.feed", target: subject });
      });
      return `${page}/calendar/${made}.ics`;
    },
    end: async ({ subject, taxpayer }: Of): Promise<void> => {
      const last = await lastFeed(db, { subject, taxpayer: copies.keyOf(taxpayer) });
      if (last && !last.ended) await endFeed(db, last.no, instant(clock));
    },
    standing: ({ subject, taxpayer }: Of) => lastFeed(db, { subject, taxpayer: copies.keyOf(taxpayer) }),
    /** The calendar of an address. Throws `passbook.feed-unknown` for one that was replaced, or is none. */
    calendar: async (address: string): Promise<string> => {
      const feed = /^[A-Za-z0-9_-]{20,60}$/.test(address) && !isUuid(address) ? await feedOf(db, hashOf(address)) : undefined;
      if (!feed) throw passbookFailure("passbook.feed-unknown");
      return calendarOf(await entriesFor(db, feed.taxpayer), words(feed.lang), host);
    },
    /** Tells people of days of payment a week before, each once. */
    remind: async (): Promise<void> => {
      const today = taipeiDate(clock.now());
      const to = new Date(Date.parse(today) + daysBefore * dayMs).toISOString().slice(0, 10);
      for (;;) {
        const rows = await unreminded(db, { from: today, to, limit: atOnce });
        await db.tx(async (tx) => {
          for (const row of rows) {
            await insertReminder(tx, row, instant(clock));
            const key = `tax-due ${row.uid} ${row.day}`;
            await tx.enqueue(remindJob, { subject: row.subject, key, day: row.day }, { key });
          }
        });
        if (rows.length < atOnce) return;
      }
    },
  };
}
export type Diary = ReturnType<typeof openDiary>;
