import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import type { DemoShop } from "../../modules/invoice/demo/shop.ts";
import { numbered } from "../../modules/invoice/test/installation.ts";
import { scratch, servePart } from "./government.ts";

import { killPostgres } from "./postgres.ts";
import { socketOf } from "./servers.ts";
import { signInAs } from "./session.ts";

/** What came of taking the database away again and again. */
export type Toll = { rounds: number; terminated: number; answers: Count; invoices: Count };
type Count = { acknowledged: number; refused: number; unanswered: number };
const none = (): Count => ({ acknowledged: 0, refused: 0, unanswered: 0 });

/** One writer: `send` writes number `n` and says how it was answered; what was acknowledged is looked for at the end. */
type Writer = { count: Count; acknowledged: number[]; send(n: number): Promise<number> };

const invoicesPerRequest = 20;
const [citizens, shops] = [3, 2];
/** The longest that the program may be without an acknowledged write after the database was taken away. */
const recoveryMs = 60_000;

/**
 * Takes the database away `rounds` times while citizens answer forms and shops send invoices: by kill -9 and, every other time, by ending the
 * connections that are in the middle of a transaction. The program must live, and every acknowledged write must be there.
 */
export async function killPostgresUnderLoad(
  rounds: number,
  { say = () => undefined, until = Number.POSITIVE_INFINITY }: { say?: (text: string) => void; until?: number } = {},
): Promise<Toll> {
  const data = scratch("postgres-kill");
  const part = await servePart([], { TROAD_DATA: data, LOG_FILE: "test.log", EID_RATE: "100000" });
  const answers = await Promise.all((await citizensOf(data)).map((subject) => citizen(part.origin, subject)));
  const invoices = Array.from({ length: shops }, (_, at) => shop(part.origin, data, at));
  const writers: Writer[] = [...answers.map(({ writer }) => writer), ...invoices];
  let over = false;
  const writing = writers.map(async (writer) => {
    for (let n = 1; !over; n++) {
      await write(writer, n);
      await wait(Math.random() * 60);
    }
  });
  const lives = (): void => assert.equal(part.child.exitCode ?? part.child.signalCode, null, "the program lives");
  let [done, terminated] = [0, 0];
  try {
    for (; done < rounds && Date.now() < until; done++) {
      await progress(writers, lives);
      await wait(Math.random() * 400);
      if (done % 2 === 0) killPostgres(data);
      else terminated += await terminateInTransaction(data);
      await wait(200);
      lives();
      if (done % 10 === 9)
        say(`${done + 1} rounds, ${writers.reduce((sum, { count }) => sum + count.acknowledged, 0)} acknowledged`);
    }
    await progress(writers, lives);
    over = true;
    await Promise.all(writing);
    await withAdmin(data, (admin) => judge(admin, answers, invoices));
    assert.equal(await part.stop(), 0, "it stops in order");
  } finally {
    over = true;
    await part.stop("SIGKILL");
  }
  return { rounds: done, terminated, answers: sum(answers.map(({ writer }) => writer)), invoices: sum(invoices) };
}

async function write(writer: Writer, n: number): Promise<void> {
  const status = await writer.send(n).catch(() => 0);
  if (status === 200 || status === 303) {
    writer.count.acknowledged++;
    writer.acknowledged.push(n);
  } else if (status === 0) writer.count.unanswered++;
  else {
    assert.equal(status, 503, "while the database is away the answer is 503");
    writer.count.refused++;
    await wait(50);
  }
}

/** Waits until every writer has had something acknowledged again. */
async function progress(writers: readonly Writer[], lives: () => void): Promise<void> {
  const before = writers.map(({ count }) => count.acknowledged);
  for (const began = Date.now(); writers.some(({ count }, at) => count.acknowledged <= before[at]!); await wait(20)) {
    lives();
    assert.ok(
      Date.now() - began < recoveryMs,
      `no progress in ${recoveryMs} ms: ${JSON.stringify(writers.map(({ count }) => count))}`,
    );
  }
}

async function citizensOf(data: string): Promise<string[]> {
  const people = JSON.parse(fs.readFileSync(path.join(data, "demo", "people.json"), "utf8")) as {
    subject: string;
    role: string;
  }[];
  return people
    .filter(({ role }) => role === "citizen")
    .slice(0, citizens)
    .map(({ subject }) => subject);
}

/** Answers one page of a form again and again, each time with another figure. */
async function citizen(origin: string, subject: string): Promise<{ id: string; writer: Writer }> {
  const cookie = await signInAs(origin, subject);
  const post = (to: string, fields: Record<string, string>): Promise<Response> =>
    fetch(`${origin}${to}`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie },
      body: new URLSearchParams(fields),
      signal: AbortSignal.timeout(30_000),
    });
  const started = await post("/services/tuition-reduction/start", {});
  const id = /\/cases\/([0-9a-f-]{36})/.exec(started.headers.get("location") ?? "")?.[1] ?? "";
  assert.equal((await post(`/cases/${id}/form/semester`, { semester: "115-1" })).status, 303);
  const send = async (n: number): Promise<number> =>
    (await post(`/cases/${id}/form/fees`, { tuitionAndFees: String(n), otherSubsidy: "no" })).status;
  return { id, writer: { count: none(), acknowledged: [], send } };
}

/** Sends invoices, twenty a request, each request with numbers of its own. */
function shop(origin: string, data: string, at: number): Writer {
  const { token } = JSON.parse(fs.readFileSync(path.join(data, "demo", "invoice-shop.json"), "utf8")) as DemoShop;
  const date = new Date().toISOString().slice(0, 10);
  const send = async (n: number): Promise<number> => {
    const first = firstNumber(at, n);
    const response = await fetch(`${origin}/invoice/v1/invoices`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(Array.from({ length: invoicesPerRequest }, (_, one) => numbered(first + one, { date }))),
      signal: AbortSignal.timeout(30_000),
    });
    if (response.status === 200) assert.equal(((await response.json()) as { taken: number }).taken, invoicesPerRequest);
    return response.status;
  };
  return { count: none(), acknowledged: [], send };
}
const firstNumber = (at: number, n: number): number => at * 50_000_000 + n * invoicesPerRequest;

async function withAdmin<T>(data: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ host: socketOf(data), user: "postgres", database: "troad" });
  admin.on("error", () => undefined);
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end().catch(() => undefined);
  }
}

/** Ends the connections that are inside a transaction just now; waits for the moment at which there is one. */
const terminateInTransaction = (data: string): Promise<number> =>
  withAdmin(data, async (admin) => {
    for (let tries = 0; tries < 2_000; tries++) {
      const { rowCount } = await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name in ('troad:cases', 'troad:invoice') and xact_start is not null and pid <> pg_backend_pid()`,
      );
      if (rowCount) return rowCount;
      await wait(1);
    }
    throw new Error("no transaction was met");
  });

async function judge(
  admin: pg.Client,
  answers: readonly { id: string; writer: Writer }[],
  invoices: readonly Writer[],
): Promise<void> {
  for (const { id, writer } of answers) {
    // a draft keeps the last answer: that of the last acknowledged write, or of one that came after it and was not answered
    const { rows } = await admin.query<{ text: string }>("select answers::text as text from cases.case_draft where id = $1", [
      id,
    ]);
    const stored = Number(/"tuitionAndFees": "?(\d+)/.exec(rows[0]?.text ?? "")?.[1]);
    assert.ok(
      stored >= Math.max(...writer.acknowledged),
      `${stored} is there, ${Math.max(...writer.acknowledged)} was acknowledged`,
    );
  }
  for (const [at, writer] of invoices.entries()) {
    const { rows } = await admin.query<{ request: number; there: number }>(
      `select (substr(number, 3)::int / $1)::int as request, count(*)::int as there from invoice.invoice
       where number like 'AB%' and substr(number, 3)::int between $2 and $3 group by 1`,
      [invoicesPerRequest, firstNumber(at, 0), firstNumber(at + 1, 0) - 1],
    );
    const stored = new Map(rows.map(({ request, there }) => [request, there]));
    for (const n of writer.acknowledged)
      assert.equal(
        stored.get(firstNumber(at, n) / invoicesPerRequest),
        invoicesPerRequest,
        "every acknowledged invoice is there",
      );
    for (const there of stored.values()) assert.equal(there, invoicesPerRequest, "a request is there whole or not at all");
  }
}

const sum = (writers: readonly Writer[]): Count =>
  writers.reduce<Count>(
    (all, { count }) => ({
      acknowledged: all.acknowledged + count.acknowledged,
      refused: all.refused + count.refused,
      unanswered: all.unanswered + count.unanswered,
    }),
    none(),
  );
