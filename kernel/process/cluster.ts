import path from "node:path";
import { type Cluster, embeddedCluster, externalCluster } from "../db/cluster.ts";
import type { Report } from "../db/supervise.ts";

/** The operator's PostgreSQL if a URL is given, otherwise our own in the data folder. */
export async function chooseCluster(
  url: string | undefined,
  env: NodeJS.ProcessEnv,
  dataDir: string,
  report?: Report,
): Promise<Cluster> {
  const of = (scope: string): string | undefined => env[`DATABASE_URL_${scope.toUpperCase()}`] || undefined;
  const single = Object.keys(env).some((name) => name.startsWith("DATABASE_URL_") && env[name]);
  if (url || single) return externalCluster({ all: url || undefined, of, standby: env.DATABASE_REPLICA_URL || undefined });
  return embeddedCluster(path.join(dataDir, "postgres"), {}, report);
}
