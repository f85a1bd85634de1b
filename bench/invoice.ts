/**
 * Claims: 5,000 invoices a second as XML and 15,000 as JSON, in requests of 500 with five items each, on disk before the answer, on two cores
 * that client and PostgreSQL share. Peers: plain COPY of the same rows.
 */
import { intakeRows } from "./invoice/intake.ts";
import { startPlatform } from "./invoice/shop.ts";
import type { Row } from "./kit.ts";

export default async (): Promise<Row[]> => {
  const platform = await startPlatform();
  try {
    return await intakeRows(platform);
  } finally {
    await platform.stop();
  }
};
