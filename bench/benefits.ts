/**
 * Claim: a million people, from eligibility (the law by its columns) to ledger entries in PostgreSQL and files on disk, in under 60 s on two cores.
 * The peer is what the rows alone cost: as many plain rows by one `insert ... select`. The rows name the steps, so that what dominates is seen.
 * `--small`: 50,000 people.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { sql } from "@troad/kernel";
import { startBenefits } from "./benefits/started.ts";
import { type Row, rate, seconds } from "./kit.ts";

const people = process.argv.includes("--small") ? 50_000 : 1_000_000;

export default async (): Promise<Row[]> => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-bench-benefits-"));
  const started = await startBenefits(folder);
  try {
    const { db, benefits } = started;
    await started.fill(people);
    const peer = await seconds(async () => {
      await db.tx(async (tx) => {
        await tx.run(sql`create temporary table plain (id uuid primary key, amount bigint, at timestamptz) on commit drop`);
        await tx.run(sql`insert into plain select gen_random_uuid(), n, now() from generate_series(1, ${people}::integer) n`);
      }, "long");
    });
    const steps: [string, number][] = [];
    const step = async (name: string, work: () => Promise<unknown>): Promise<void> =>
      void steps.push([name, await seconds(work)]);
    const run = await started.opened();
    await started.read(run);
    await step("months judged by the law and written", () => started.assess(run));
    await step("lines and items of the run", () => benefits.runs.draft(run));
    for (const by of ["one", "two"]) await step(`approval ${by}: parts checked`, () => benefits.runs.approve({ run, by }));
    await step("cut, handed over in batches, booked", () => benefits.runs.send(run));
    await step("files written", () => started.written(run));
    const total = steps.reduce((sum, [, one]) => sum + one, 0);
    const bytes = fs
      .readdirSync(path.join(folder, "out"))
      .reduce((sum, name) => sum + fs.statSync(path.join(folder, "out", name)).size, 0);
    const beside = { what: `${people.toLocaleString("en")} plain rows inserted`, perSecond: people / peer };
    return [
      rate(
        `people, all of it in ${total.toFixed(1)} s (${Math.round(bytes / 1e6)} MB of files)`,
        "people/s",
        people / total,
        beside,
      ),
      ...steps.map(([name, one]) => rate(`${name}: ${one.toFixed(1)} s`, "people/s", people / one)),
    ];
  } finally {
    await started.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
};
