/**
 * People and agencies who use the platform while its machines fail, and an auditor afterwards. Runs inside the network of the machines. Open loop: a request
 * goes out at its time, whatever became of those before it, each with its own key, and is never repeated. Arguments: the file of the authority's certificate,
 * the addresses of the edges, rates of journey, query and exchange. It reads lines: `people SUBJECTS`, `phase NAME`, `pause`, `check`, `stop`.
 */
import fs from "node:fs";
import type { LookupFunction } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { Agent, setGlobalDispatcher } from "undici";
import { exchange, type FailedAs, hasExchange, journey, keyOf, newKey, type Person, query, signIn } from "./kinds.ts";
import type { Checked, Counts } from "./load.ts";

const [caFile = "", addresses = "", rates = "1,1,1"] = process.argv.slice(2);
const edges = addresses.split(",");
const ca = fs.readFileSync(caFile, "utf8");

/** As browsers do: each connection begins with another address, and takes the next one where that does not answer. */
const agentOf = (choose: () => string[], own: object = { ca }): Agent => {
  const lookup: LookupFunction = (_name, options, found) => {
    const chosen = choose();
    if (options.all)
      found(
        null,
        chosen.map((address) => ({ address, family: 4 })),
      );
    else found(null, chosen[0]!, 4);
  };
  const connect = { ...own, lookup, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 300, timeout: 3_000 };
  return new Agent({ connections: 256, connect });
};
let turn = 0;
const inTurn = (addresses: string[]) => (): string[] => {
  turn += 1;
  return addresses.map((_, at) => addresses[(turn + at) % addresses.length]!);
};
setGlobalDispatcher(agentOf(inTurn(edges)));
const at = edges.map((address) => agentOf(() => [address]));
/** Machines on which the platform runs, with the gateways of all agencies. */
let answering = edges;
const gateways = agentOf(() => inTurn(answering)(), {});

const phases: Record<string, Counts> = {};
let phase = "";
let beganAt = 0;
const begin = (name: string): void => {
  phase = name;
  beganAt = performance.now();
  phases[name] ??= { asked: 0, acknowledged: 0, failed: 0, told: {}, slowestMs: 0, backAfterMs: 0 };
};
const free: Person[] = [];
const waiting: ((person: Person) => void)[] = [];
/** What was acknowledged, by its key. */
const cases = new Map<string, { id: string; person: Person }>();
const exchanges = new Set<string>();

const takePerson = async (): Promise<Person> => free.shift() ?? new Promise((resolve) => waiting.push(resolve));
const giveBack = (person: Person): void => {
  const next = waiting.shift();
  if (next) next(person);
  else free.push(person);
};

const kinds: Record<string, () => Promise<{ fault: FailedAs; acknowledge?: () => void }>> = {
  journey: async () => {
    const [person, key] = [await takePerson(), newKey()];
    try {
      const { fault, id } = await journey(person, key);
      return { fault, acknowledge: () => id !== undefined && cases.set(key, { id, person }) };
    } finally {
      giveBack(person);
    }
  },
  query: async () => ({ fault: await query() }),
  exchange: async () => {
    const key = newKey();
    return { fault: await exchange(key, gateways), acknowledge: () => exchanges.add(key) };
  },
};

const faultOf = (error: unknown): string => {
  const { name, code } = error as { name?: string; code?: unknown };
  if (name === "TimeoutError") return "later than 10 s";
  return typeof code === "string" ? code : String(error);
};
const running = new Set<Promise<void>>();
let stopping = false;
function ask(kind: string): void {
  const [counts, since, name] = [phases[phase]!, beganAt, phase];
  counts.asked += 1;
  const began = performance.now();
  const one = kinds[kind]!()
    .catch((error: unknown) => ({ fault: faultOf(error), acknowledge: undefined }))
    .then(({ fault, acknowledge }) => {
      counts.slowestMs = Math.max(counts.slowestMs, Math.round(performance.now() - began));
      if (fault === undefined) {
        counts.acknowledged += 1;
        acknowledge?.();
        return;
      }
      counts.failed += 1;
      counts.told[`${kind}: ${fault}`] = (counts.told[`${kind}: ${fault}`] ?? 0) + 1;
      if (name !== "") counts.backAfterMs = Math.max(counts.backAfterMs, Math.round(began - since));
    })
    .finally(() => running.delete(one));
  running.add(one);
}

/** What was acknowledged, asked of another machine than the one before: lost if it is not there. */
async function check(): Promise<Checked> {
  const lost: string[] = [];
  let place = 0;
  if (await hasExchange(answering[0]!, newKey()).catch(() => false)) throw new Error("every id is found");
  /** A machine that is not there yet is asked again: what it does not have then is lost. */
  const look = async (what: string, isThere: () => Promise<boolean>): Promise<void> => {
    for (let tries = 0; tries < 20; tries += 1) {
      const found = await isThere().catch(() => undefined);
      if (found || (found === false && tries > 2)) return void (found || lost.push(what));
      await wait(1_000);
    }
    lost.push(`${what}: nobody answers`);
  };
  for (const [key, { id, person }] of cases)
    await look(`case ${key}`, async () => (await keyOf(person, id, at[place++ % at.length]!)) === key);
  for (const key of exchanges) await look(`exchange ${key}`, () => hasExchange(answering[place++ % answering.length]!, key));
  return { cases: [...cases].map(([key, { id }]) => ({ key, id })), exchanges: [...exchanges], lost };
}

const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
const words: Record<string, (name: string) => Promise<unknown>> = {
  people: async (name) => {
    const [machines = "", subjects = ""] = name.split(";");
    answering = machines.split(",");
    for (const subject of subjects.split(",")) free.push({ subject, cookie: await signIn(subject) });
    begin("before");
    for (const [place, kind] of ["journey", "query", "exchange"].entries())
      setInterval(() => void (!stopping && ask(kind)), 1_000 / Number(rates.split(",")[place]));
    return { people: free.length };
  },
  phase: async (name) => {
    begin(name);
    return { phase: name };
  },
  pause: async () => {
    stopping = true;
    await Promise.all(running);
    return phases;
  },
  resume: async () => {
    stopping = false;
    return {};
  },
  check,
  keys: async (name) => {
    const everybody = new Map([...free].map((person) => [person.subject, person]));
    const keys: (string | undefined)[] = [];
    for (const one of name.split(",")) {
      const [id = "", subject = ""] = one.split(":");
      keys.push(await keyOf(everybody.get(subject)!, id, at[0]!));
    }
    return { keys };
  },
  stop: async () => process.exit(0),
};
createInterface({ input: process.stdin }).on("line", (line) => {
  const [word = "", name = ""] = line.split(" ");
  void words[word]?.(name).then(say, (error: unknown) => say({ error: String(error) }));
});
