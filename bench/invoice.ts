/**
 * Claims: 5,000 invoices a second as XML and 15,000 as JSON, in requests of 500 with five items each, on disk before the answer, on two cores
 * that client and PostgreSQL share (peer: plain COPY of the same rows); a month of a barcode among 2 million invoices (20 million with
 * --full) at 1,500 queries a second, p99 under 20 ms (peer: a bare indexed select); the winners of a period at 700,000 invoices a
 * second; the winning list at 0.7 of bare Fastify.
 */
import { termOf } from "@troad/invoice-formats";
import { taipeiDate } from "@troad/kernel";
import { intakeRows } from "./invoice/intake.ts";
import { carrierRows, fill, matchingRow, winningRow } from "./invoice/queries.ts";
import { startPlatform } from "./invoice/shop.ts";
import type { Row } from "./kit.ts";

export default async (): Promise<Row[]> => {
  const size = { invoices: process.argv.includes("--full") ? 20_000_000 : 2_000_000 };
  const day = taipeiDate(new Date());
  const now = { term: termOf(day), day, month: day.slice(0, 7) };
  const platform = await startPlatform();
  try {
    // before anything is taken in: the database goes on writing for a while after that
    const rows = [await winningRow(platform), ...(await intakeRows(platform))];
    await fill(platform, size, now);
    rows.push(...(await carrierRows(platform, size, now)), await matchingRow(platform, size, now));
    return rows;
  } finally {
    await platform.stop();
  }
};
