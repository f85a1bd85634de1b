import { termOf, termPlus } from "@troad/invoice-formats";
import { instant, type ModuleContext, type Queryable, type Schedule, sql, taipeiDate } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import type { CarrierId } from "../carriers/carriers-store.ts";
import type { Holdings } from "../carriers/holdings.ts";

const peopleAtOnce = 500;
/** Notices of one look to one person; what is beyond is one notice with the number of the rest. */
const mostNotices = 10;

type Told = { subject: string; until: string };
const wanting = (q: Queryable, after: string, limit: number) =>
  q.rows<Told>(sql`
    select w.subject, t.until from (select distinct on (subject) subject, wanted from invoice_wish where subject > ${after} order by subject, no desc) w
      join invoice_told t on t.subject = w.subject
    where w.wanted order by w.subject limit ${limit}`);
type Arrived = { term: string; number: string; seller: string; total: number; at: string };
const arrivedIn = (q: Queryable, carriers: readonly CarrierId[], terms: readonly string[], since: string, until: string) =>
  q.rows<Arrived>(sql`
    select i.term, i.number, readable(i.content) -> 'seller' ->> 'name' as seller, i.total::float8 as total, p.received_at as at
    from unnest(${carriers.map(({ type }) => type)}::text[], ${carriers.map(({ id }) => id)}::text[]) as mine(type, id)
      join invoice i on i.carrier_id = mine.id and i.carrier_type = mine.type join package p on p.id = i.package
    where i.term = any(${terms}::text[]) and p.received_at > ${since} and p.received_at <= ${until} and readable(i.content) ->> 'donatedTo' is null
    order by p.received_at, i.number limit 200`);

/** Requests that are still being written have an earlier receipt than others that are there already. */
const settledMs = 20_000;

/** Notices of each invoice, for who wants them: looked for every ten seconds, each once. */
export function openWishes(ctx: ModuleContext, holdings: Pick<Holdings, "of">) {
  const { db, clock } = ctx;
  const tellOne = async ({ subject, until: since }: Told, until: string): Promise<void> => {
    const now = termOf(taipeiDate(clock.now()));
    const carriers = await holdings.of(subject);
    const found = carriers.length === 0 ? [] : await arrivedIn(db, carriers, [termPlus(now, -1), now], since, until);
    const send = (key: string, template: string, params: Record<string, string>): Promise<unknown> =>
      ctx.use(notifyApi).send({ key, to: subject, channel: "message", template, params });
    for (const { term, number, seller, total } of found.slice(0, mostNotices))
      await send(`invoice-arrived ${term} ${number}`, "invoice-arrived", { seller: seller.slice(0, 60), total: String(total) });
    const rest = found.length - mostNotices;
    if (rest > 0) await send(`invoices-arrived ${subject} ${until}`, "invoices-arrived", { count: String(rest) });
    await db.run(sql`update invoice_told set until = ${until} where subject = ${subject} and until = ${since}`);
  };
  const look = async (): Promise<void> => {
    const until = new Date(clock.now().getTime() - settledMs).toISOString();
    for (let after = ""; ; ) {
      const page = await wanting(db, after, peopleAtOnce);
      for (const one of page) if (new Date(one.until).toISOString() < until) await tellOne(one, until);
      if (page.length < peopleAtOnce) return;
      after = page.at(-1)!.subject;
    }
  };
  const schedule: Schedule = { name: "invoice.tell-invoices", everyMs: 10_000, onceIn: db, run: look };
  return {
    schedule,
    look,
    wanted: async (subject: string): Promise<boolean> =>
      (
        await db.one<{ wanted: boolean }>(
          sql`select wanted from invoice_wish where subject = ${subject} order by no desc limit 1`,
        )
      )?.wanted ?? false,
    /** From now on; what came before is told no more. */
    wish: (subject: string, wanted: boolean): Promise<void> =>
      db.tx(async (tx) => {
        const at = instant(clock);
        await tx.run(sql`insert into invoice_wish (subject, wanted, at) values (${subject}, ${wanted}, ${at})`);
        await tx.run(sql`
          insert into invoice_told (subject, until) values (${subject}, ${at}) on conflict (subject) do update set until = excluded.until`);
        await tx.audit({ actor: subject, action: "invoice.notices-chosen", target: subject, detail: { wanted } });
      }),
  };
}
export type Wishes = ReturnType<typeof openWishes>;
