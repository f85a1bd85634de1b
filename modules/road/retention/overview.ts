import { stat } from "node:fs/promises";
import path from "node:path";
import { archivesIn } from "../archive/folder.ts";
import type { RecordsOverview, Retention } from "../domain/retention.ts";
import type { Gateway } from "../gateway/gateway.ts";
import { countErasures, listOrders } from "../store/erasure.ts";

const shown = 50;

export async function recordsOverview(gateway: Gateway, retention: Retention): Promise<RecordsOverview> {
  const folder = path.join(gateway.ctx.folder, "archives", gateway.agency.id);
  const names = await archivesIn(folder);
  const newest = names.slice(-shown).reverse();
  const archives = await Promise.all(
    newest.map(async (file) => {
      const { size, mtime } = await stat(path.join(folder, file));
      return { file, bytes: size, at: mtime.toISOString() };
    }),
  );
  const [orders, erased] = await Promise.all([listOrders(gateway.db, null, shown), countErasures(gateway.db)]);
  return { retention, archives, archiveCount: names.length, orders, erased };
}
