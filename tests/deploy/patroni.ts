import type { Machine } from "./machine.ts";

/** As an operator of a machine runs it. */
export function patronictl(machine: Machine, ...args: string[]): string {
  const names = ["one", "two", "three"].map((_, at) => `10.77.0.${at + 1}:2379`).join(",");
  return machine.inside(
    "env",
    `PATRONI_ETCD3_HOSTS=${names}`,
    "patronictl",
    "-c",
    "/etc/troad/patroni.yml",
    args[0]!,
    "troad",
    ...args.slice(1),
  );
}

/** PostgreSQL's processes on a machine, as that knows them. Patroni does not keep them as its children. */
function postgresOf(machine: Machine): string[] {
  const script = "pid=$(head -1 /var/lib/troad-postgres/data/postmaster.pid) && echo $pid && pgrep -P $pid || true";
  return machine.inside("sh", "-c", script).split("\n").filter(Boolean);
}

export function signalPostgres(machine: Machine, signal: "STOP" | "CONT" | "KILL"): void {
  const pids = postgresOf(machine);
  if (pids.length > 0) machine.inside("sh", "-c", `kill -${signal} ${pids.join(" ")} 2>/dev/null || true`);
}

/** Patroni and PostgreSQL of a machine end at once, and do not come back by themselves. */
export function killDatabase(machine: Machine): void {
  machine.kill("troad-patroni");
  signalPostgres(machine, "KILL");
}
