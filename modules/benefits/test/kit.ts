import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { CodedError, type Database, defineModule, offerApi, shiftedClock, sql } from "@troad/kernel";
import { type PayApi, payApi } from "@troad/pay/api";
import { batchChanged, paid } from "@troad/pay/events";
import { bankDay } from "@troad/sandbox-bank";
import { startModules } from "../../../kernel/test/modules.ts";
import { folderChannel } from "../../pay/bank/channel.ts";
import { type Batches, openBatches } from "../../pay/batches/batches.ts";
import { openPayments } from "../../pay/payments.ts";
import { type Benefits, openBenefits } from "../benefits.ts";
import type { Facts } from "../domain/facts.ts";
import type { Answer } from "../facts.ts";
import type { Unread } from "../store/facts.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-bank-"));
export const clock = shiftedClock();
let started: Awaited<ReturnType<typeof startModules>>;
export let batches: Batches;
export let benefits: Benefits;
export let db: Database;
export let payDb: Database;
export const messages: { to: string; params: Record<string, string> }[] = [];
/** What the register says of a person; by default that they were born in October 2025. */
export const register = new Map<string, { code: string } | { read: { facts: Facts; endedOn: string | null } }>();
export const askedAbout: string[] = [];
const born = { read: { facts: { birthDate: "2025-10-15" }, endedOn: null } };
const none = (): never => assert.fail("no such thing here");
const pay = defineModule({
  name: "pay",
  root: new URL("../../pay/module.ts", import.meta.url).href,
  create: async (ctx) => {
    const channel = folderChannel({
      ...{ folder, account: "004-100000000001" },
      nameMatches: async ({ account }) => (account.endsWith("13") ? "differs" : account.endsWith("14") ? "unknown" : "matches"),
    });
    batches = openBatches({ ...ctx, channel: () => channel, payerName: () => "衛生福利部" });
    payDb = ctx.db;
    return { api: offerApi(payApi, { ...openPayments({ ...ctx, provider: none }), ...batches }), jobs: batches.jobs };
  },
});
const alone = defineModule({
  name: "benefits",
  root: new URL("../module.ts", import.meta.url).href,
  needs: ["pay"],
  subscribesTo: [batchChanged.name, paid.name],
  create: async (ctx) => {
    db = ctx.db;
    const notify = { send: async (one: { to: string; params: Record<string, string> }) => void messages.push(one) };
    const banks = new Set(["004", "700", "998", "999"]);
    const ask = async (_: unknown, { entitlement, person }: Unread): Promise<Answer> => {
      assert.match(entitlement, /^[0-9a-f-]{36}$/, "the number of the matter");
      askedAbout.push(person);
      return { ...(register.get(person) ?? born), exchangeId: `exchange-${askedAbout.length}` };
    };
    benefits = openBenefits(ctx, { pay: ctx.use(payApi) as PayApi, notify, banks, ask });
    return { jobs: benefits.jobs, subscribes: benefits.subscribes };
  },
});

/** Each file of tests has a start of its own, also where several share a process. */
export function startBenefits(): void {
  before(async () => {
    fs.mkdirSync(folder, { recursive: true });
    started = await startModules([pay, alone], { clock, content: ["schemes"] });
  });
  after(async () => {
    await started.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });
}

export const [allowance, subsidy] = ["child-allowance", "nursery-subsidy"] as const;
export const facts = { order: 1, publicCare: false, birthDate: "2025-10-15" };
let people = 0;
/** A person with an account and an allowance for a child. */
export async function parent(change: { account?: string; from?: string; order?: number; decidedBy?: string[] } = {}) {
  const subject = `person-${++people}`;
  const account = change.account ?? `700-000123450${String(people).padStart(4, "0")}0`;
  await benefits.accounts.register({ subject, kind: "own", account, holder: `人 ${people}`, by: subject });
  const { id } = await benefits.entitlements.grant({
    ...{ key: subject, scheme: allowance, subject, person: `child-of-${subject}`, from: change.from ?? "2026-10-01" },
    ...{ facts: { ...facts, order: change.order ?? 1 }, decidedBy: change.decidedBy ?? ["decider"] },
  });
  return { subject, id, account };
}
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries > 400) assert.fail(what);
    await sleep(25);
  }
}
export async function drafted(month: string, scheme: string = allowance): Promise<string> {
  const { id } = await benefits.runs.open({ scheme, month, by: "opener" });
  await until("not drafted", async () => (await benefits.runs.find(id)).drafted);
  return id;
}
export async function approved(id: string): Promise<void> {
  await benefits.runs.approve({ run: id, by: "approver-1" });
  await benefits.runs.approve({ run: id, by: "approver-2" });
  await until("not cut", async () => (await benefits.runs.find(id)).cutAt !== null);
  const { files } = await benefits.runs.find(id);
  await until("not sent", async () => {
    const sent = await payDb.one<{ count: number }>(sql`
      select count(*)::integer as count from batch b join batch_file f on f.batch = b.id where b.key like ${`benefits ${id} %`}`);
    return sent?.count === files;
  });
}
/** The bank works, and what it says is read. */
export async function bank(): Promise<void> {
  await bankDay(folder, clock.now());
  await batches.takeIn();
  await until("not read", async () => {
    const open = await db
      .one(sql`select 1 from kernel_job where kind in ('benefits.outcomes', 'kernel.event') and state <> 'done' limit 1`)
      .catch(() => undefined);
    return open === undefined;
  });
  await sleep(300);
}
type Row = {
  line: number;
  subject: string;
  amount: number;
  reason: string;
  account: string | null;
  state: string | null;
  code: string | null;
};
export const linesOf = (run: string): Promise<Row[]> =>
  db.rows<Row>(sql`
    select l.line, e.subject, l.amount::float8 as amount, l.reason, a.account, s.state, s.reason as code
    from run_line l join entitlement e on e.id = l.entitlement left join sent_line p on p.run = l.run and p.line = l.line
    left join account a on a.id = p.account
    left join lateral (select state, reason from line_end x where x.run = l.run and x.line = l.line order by x.no desc limit 1) s on true
    where l.run = ${run} order by l.line`);
export const lineFor = async (run: string, subject: string) => (await linesOf(run)).find((one) => one.subject === subject);
export const refusedWith = (code: string, work: Promise<unknown>) =>
  assert.rejects(work, (error) => error instanceof CodedError && error.code === code);

/** A run of this month, paid, with what the bank says of it. */
export async function paidRun(month: string, scheme: string = allowance): Promise<string> {
  const run = await drafted(month, scheme);
  await approved(run);
  await bank();
  return run;
}
export const claimsOf = (subject: string) => benefits.claims.list({ subject, limit: 10 });
