import path from "node:path";
import { systemClock } from "@troad/kernel";
import { type Cluster, embeddedCluster } from "../../kernel/db/cluster.ts";
import { type Database, openDatabase } from "../../kernel/db/database.ts";
import { migrateSchema } from "../../kernel/db/migrate.ts";
import { testCluster } from "../../kernel/test/cluster.ts";
import { root, scratch } from "./government.ts";

/** A database with the platform's tables and nothing in them. */
export async function emptyRoad(): Promise<Cluster> {
  const cluster = (await testCluster()) ?? (await embeddedCluster(path.join(scratch("log-server"), "postgres")));
  const folders = [path.join(root, "modules/road/store/migrations")];
  await migrateSchema(cluster, { schema: "road", role: "troad_road", scope: "road", folders }, new Date().toISOString());
  return cluster;
}

export function openRoadDatabase(cluster: Cluster): Database {
  const config = cluster.app("road", "troad_road", "road");
  return openDatabase({ config, schema: "road", subscribers: () => [] }, systemClock, { error: () => undefined });
}
