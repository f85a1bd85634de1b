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
