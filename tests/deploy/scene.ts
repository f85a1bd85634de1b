import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { patient } from "../kit/patience.ts";
import { echoPort } from "./kinds.ts";
import { callsById, isReady, type Lab, openLab, startDatabase, submittedCases, until } from "./lab.ts";
import { type Counts, type Rates, startLoad } from "./load.ts";
import type { Machine } from "./machine.ts";

/** What two cores bear beside three machines. */
export const usualRates: Rates = { journey: 2, query: 8, exchange: 3 };
/** Each is signed in once before, and asks one question at a time. */
const people = 24;
export const startSeconds = patient(120_000) / 1000;

export type Scene = {
  lab: Lab;
  load: ReturnType<typeof startLoad>;
  machine(name: string): Machine;
  /** The machine whose PostgreSQL leads. */
  leading(): Promise<Machine>;
  /** Another machine than this one leads, and both replicas are ready. */
  led(former?: Machine): Promise<void>;
  /** Starts the platform on a machine that has no keys yet. */
  add(machine: Machine): void;
  close(): void;
};

/** Three machines with a database, two of them with the platform, and people and agencies at work. */
export async function openScene(
  folder: string,
  { rates = usualRates, databaseMegabytes }: { rates?: Rates; databaseMegabytes?: number } = {},
): Promise<Scene> {
  fs.chmodSync(folder, 0o755);
  const lab = await openLab(folder, { TROAD_DEMO: "on", PEOPLE: "100", DEMO_TRAFFIC_SECONDS: "0" });
  for (const one of lab.machines) one.databaseMegabytes = databaseMegabytes;
  let load: ReturnType<typeof startLoad> | undefined;
  const close = (): void => {
    load?.stop();
    lab.close();
    if (!process.env.TROAD_KEEP_MACHINES) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  };
  const machine = (name: string): Machine => lab.machines.find((one) => one.name === name)!;
  try {
    await startDatabase(lab, lab.configure);
    const [one, two] = [machine("one"), machine("two")];
    withSystem(one).start("troad");
    await until(() => isReady(lab, one), "the platform on the first machine", startSeconds);
    add(two);
    await until(() => isReady(lab, two), "the platform on the second machine", startSeconds);
    load = startLoad(lab, rates);
    const demonstrated = fs.readFileSync(path.join(one.disk, "state/troad/demo/people.json"), "utf8");
    const subjects = (JSON.parse(demonstrated) as Record<string, string>[])
      .filter(({ role }) => role === "citizen")
      .map(({ subject }) => subject!);
    await load.begin([one.address, two.address], subjects.slice(0, people));
    await wait(3_000);
  } catch (error) {
    close();
    throw error;
  }

  /** An information system is beside the gateways of its agency. */
  function withSystem(host: Machine): Machine {
    const main = path.posix.join("/opt/troad/tests/deploy/echo-main.ts");
    host.background(
      process.execPath.replace(/^.*\/node_modules\//, "/opt/troad/node_modules/"),
      main,
      String(echoPort),
      path.join(host.disk, "calls"),
    );
    return host;
  }
  /** The keys of the installation come with a code that serves once; the demonstration's cards are no keys, and are copied. */
  function add(further: Machine): void {
    const first = machine("one");
    const code = first.troad("enrol", "issue").trim();
    assert.match(further.troad("enrol", code), /key files written/);
    fs.cpSync(path.join(first.disk, "state/troad/demo"), path.join(further.disk, "state/troad/demo"), { recursive: true });
    further.inside("chown", "-R", "troad:troad", "/var/lib/troad");
    withSystem(further).start("troad");
  }
  return {
    lab,
    load,
    machine,
    add,
    leading: async () => machine(await until(() => lab.leader(), "a leader", 60)),
    led: async (former) => {
      await until(() => lab.leader() && lab.leader() !== former?.name, "another leader", 60);
      await until(() => ["one", "two"].every((name) => isReady(lab, machine(name))), "both replicas are ready", 60);
    },
    close,
  };
}

/** Lost: acknowledged, and no other machine has it. Duplicated: one key made two cases, or called the service twice. */
export type Account = { counts: Record<string, Counts>; acknowledged: number; lost: string[]; duplicated: string[] };

export async function account({ lab, load }: Scene): Promise<Account> {
  const counts = await load.pause();
  const { cases, exchanges, lost } = await load.check();
  const stored = submittedCases(lab);
  const known = new Set(cases.map(({ id }) => id));
  // submitted, and the person was not told so
  const others = await load.keys(stored.filter(({ id }) => !known.has(id)));
  const seen = new Set(cases.map(({ key }) => key));
  const again = others.filter((key) => seen.size === seen.add(key).size);
  const there = new Set(stored.map(({ id }) => id));
  const absent = cases.filter(({ id }) => !there.has(id)).map(({ key }) => `case ${key}`);
  const twice = [...callsById(lab)].filter(([, calls]) => calls > 1).map(([id]) => `exchange ${id}`);
  return {
    counts,
    acknowledged: cases.length + exchanges.length,
    lost: [...new Set([...lost, ...absent])],
    duplicated: [...again.map((key) => `case ${key}`), ...twice],
  };
}
