import { randomUUID } from "node:crypto";
import { sql } from "@troad/kernel";
import type { Government } from "./government.ts";

/** A legal notice of the agency whose case officers the demonstration has, sent last month and opened by nobody. Returns its id. */
export async function overdueNotice({ running }: Government, key: string, agency = "ndu"): Promise<string> {
  const id = randomUUID();
  const db = running.schemas.of("notify");
  await db.run(sql`
    insert into message (id, key, recipient, channel, template, params, at)
    values (${id}, ${key}, 'nobody', 'message', 'official-notice', '{"name": "王小明", "agency": "國立示範大學", "title": "核定通知書"}', now() - interval '30 days')`);
  await db.run(sql`
    insert into notice (message_id, agency, name, postal, due)
    values (${id}, ${agency}, '王小明', '100臺北市中正區徐州路5號', current_date - 20)`);
  return id;
}
