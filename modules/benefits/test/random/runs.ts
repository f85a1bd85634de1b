import { setTimeout as sleep } from "node:timers/promises";
import { type Database, sql } from "@troad/kernel";
import type { Batches } from "../../../pay/batches/batches.ts";
import type { Benefits } from "../../benefits.ts";

export const scheme = "child-allowance";
export const people = 1_200;
export const monthList = ["2026-10-01", "2026-11-01"] as const;
/** The entitlement of the n-th person. */
export const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

/** People with an allowance for a child and an account; some accounts are at banks that refuse or send back. */
export async function fill(db: Database): Promise<void> {
  await db.tx(async (tx) => {
    await tx.run(sql`
      insert into entitlement (id, key, scheme, subject, person, facts, from_month, decided_by, at)
      select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'k' || n, ${scheme}, 'person-' || n, 'child-' || n,
        jsonb_build_object('order', 1 + n % 3, 'publicCare', false), ${monthList[0]}, array['decider'], now()
      from generate_series(1, ${people}::integer) n on conflict do nothing`);
    await tx.run(sql`
      insert into account (id, subject, kind, account, holder, guardian, proof, registered_by, at)
      select gen_random_uuid(), 'person-' || n, 'own', (array['700','700','700','998','999'])[1 + n % 5] || '-' || lpad(n::text, 14, '0'), '王' || n, null,
        'bank', 'person-' || n, now() - interval '60 days'
      from generate_series(1, ${people}::integer) n where n % 50 <> 0 and not exists (select from account)`);
  });
}

type Parts = { benefits: Benefits; batches: Batches; databases: { pay: Database; benefits: Database } };

/** Runs month after month, as payers open and approve them, with a follow-up of each; goes on with what a killed process has left. */
export async function months({ benefits, batches, databases }: Parts, say: (message: object) => void): Promise<void> {
  const taking = async (): Promise<void> => {
    await batches.takeIn();
    await sleep(30);
  };
  const through = async (id: string): Promise<void> => {
    for (;;) {
      const run = await benefits.runs.find(id);
      if (run.dropped !== null || (run.cutAt !== null && run.sent === run.files)) return;
      if (run.drafted && run.cutAt === null && run.approvals.length < 2) {
        const { now } = await benefits.runs.beside(id);
        if (now?.count === 0) return benefits.runs.drop({ run: id, by: "payer-1", reason: "empty" });
        await benefits.runs.approve({ run: id, by: run.approvals.includes("payer-1") ? "payer-2" : "payer-1" });
      } else await taking();
    }
  };
  const open = async (): Promise<string | undefined> => {
    const [last] = await benefits.runs.list({ scheme, limit: 1 });
    return last && last.dropped === null && (last.cutAt === null || last.sent < (last.files ?? 0)) ? last.id : undefined;
  };
  const left = await open();
  if (left) await through(left);
  const known = await benefits.runs.list({ scheme, limit: 100 });
  const reached =
    known
      .map(({ month }) => month)
      .toSorted()
      .at(-1) ?? monthList[0];
  for (const month of [...monthList.filter((one) => one >= reached), monthList.at(-1)!]) {
    await through((await benefits.runs.open({ scheme, month, by: "opener" })).id);
    const [run] = await benefits.runs.list({ scheme, limit: 1 });
    await settled(databases, taking, say);
    if (run?.cutAt) await through((await benefits.runs.followUp({ run: run.id, by: "opener" })).id);
    await settled(databases, taking, say);
  }
}

/** Until no job is left and the bank has spoken of every payment. */
async function settled(
  { pay, benefits }: Parts["databases"],
  taking: () => Promise<void>,
  say: (message: object) => void,
): Promise<void> {
  const open = sql`select 1 from kernel_job where done_at is null and dead_at is null limit 1`;
  const unheard = sql`
    select 1 from batch b join batch_seal s on s.batch = b.id where not exists (select from line_state l where l.batch = b.id) limit 1`;
  const back = sql`
    select 1 from batch_line l where l.account like '999-%' and exists (
        select from line_state s where s.batch = l.batch and s.line = l.line and s.state = 'arrived')
      and not exists (select from line_state s where s.batch = l.batch and s.line = l.line and s.state = 'returned') limit 1`;
  for (;;) {
    await taking();
    say({ waits: true });
    const waiting = await Promise.all([pay.one(open), benefits.one(open), pay.one(unheard), pay.one(back)]);
    if (waiting.every((one) => one === undefined)) return;
  }
}
