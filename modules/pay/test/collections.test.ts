import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { writeCollection } from "@troad/iso20022";
import { CodedError, type Database, defineModule } from "@troad/kernel";
import { startModules } from "../../../kernel/test/modules.ts";
import { folderChannel } from "../bank/channel.ts";
import { type Batches, openBatches } from "../batches/batches.ts";
import { type Layout, layoutsOf } from "../collections/layouts.ts";
import { balances } from "../ledger/journal.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-collected-"));
const channel = folderChannel({ folder, account: "004-100000000001" });
let started: Awaited<ReturnType<typeof startModules>>;
let batches: Batches;
let db: Database;
let layouts: readonly Layout[] = [];
const alone = defineModule({
  name: "pay",
  root: new URL("../module.ts", import.meta.url).href,
  create: async (ctx) => {
    layouts = layoutsOf(ctx.content);
    batches = openBatches({ ...ctx, channel: () => channel, payerName: () => "", layouts });
    db = ctx.db;
    return { jobs: batches.jobs };
  },
});
before(async () => {
  started = await startModules([alone], { content: ["collections"] });
});
after(async () => {
  await started.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});
const standing = async () => new Map((await balances(db)).map((one) => [one.account, one.amount]));
const refusedWith = (code: string, work: Promise<unknown>) =>
  assert.rejects(work, (error) => error instanceof CodedError && error.code === code);

test("a store's file is taken whole or not at all, its bytes are known, and one line altered is found and named", async () => {
  const layout = layouts.find(({ channel: by }) => by === "store")!;
  const line = (amount: number, n: number) => ({
    ...{ office: "E01", number: `LE115-00000000000${n}`, amount, paidOn: "2026-11-29", reference: `S${n}` },
  });
  const file = { sender: "STORE", day: "2026-11-30", sequence: 1, lines: [line(7_120, 1), line(660, 2), line(1, 3)] };
  const text = writeCollection(file, layout);
  const put = async (name: string, content: string) => {
    fs.writeFileSync(path.join(folder, "in", name), content);
    return batches.takeIn();
  };
  const before = (await standing()).get("unmatched") ?? 0;
  const reasons = async () => (await batches.refusedFiles(20)).map(({ outcome, detail }) => [outcome, detail]);
  // nothing of a file is taken that was cut, whose sum is not that of its lines, or that has a day which no calendar has
  await put("cut.txt", text.slice(0, -130));
  fs.rmSync(path.join(folder, "in", "cut.txt"));
  assert.equal(await put("sum.txt", text.replace("000000007120", "000000007121")), 0);
  assert.equal(await put("day.txt", text.replace("1151129", "1150230")), 0);
  assert.deepEqual(
    (await reasons())
      .slice(0, 3)
      .map(([code]) => code)
      .toSorted(),
    ["disagrees", "malformed", "truncated"],
  );
  assert.deepEqual(await batches.collected({ after: 0, limit: 10 }), []);
  assert.equal(await put("store.txt", text), 1);
  assert.equal(await put("store-again.txt", text), 0);
  // 7,120 and 660 change places in sum: the trailer agrees, the lines are others
  const altered = writeCollection({ ...file, lines: [line(7_121, 1), line(659, 2), line(1, 3)] }, layout);
  assert.equal(await put("altered.txt", altered), 0);
  assert.ok((await reasons()).some(([outcome, detail]) => outcome === "altered" && detail === "1, 2"));
  const lines = await batches.collected({ after: 0, limit: 10 });
  assert.deepEqual(
    lines.map(({ agency, amount, paidOn, channel: by }) => [agency, amount, paidOn, by]),
    [7_120, 660, 1].map((amount) => ["kctax", amount, "2026-11-29", "store"]),
  );
  assert.equal((await standing()).get("unmatched"), before - 7_781);
  assert.equal((await standing()).get(`collector/${layout.id}`), 7_781);
  // whose it is, is said once
  const [first] = lines;
  const booked = { id: first!.id, agency: "kctax", reason: "matched", by: "test" };
  await batches.bookCollected(booked);
  await batches.bookCollected(booked);
  await refusedWith("pay.mismatch-ended", batches.bookCollected({ ...booked, agency: "tpctax" }));
  assert.equal((await standing()).get("agency/kctax"), -7_120);
  assert.equal((await standing()).get("unmatched"), before - 661);
});
