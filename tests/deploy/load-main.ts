/**
 * People who use the platform while its machines fail, and an auditor afterwards. Runs inside the network of the machines. Open loop: a request goes out
 * at its time, whatever became of those before it, and is never repeated. Arguments: the file of the authority's certificate, the addresses of the edges,
 * requests a second of each kind. It reads lines: `phase NAME`, `check`, `stop`; and answers with one JSON line each.
 */
import fs from "node:fs";
import type { LookupFunction } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { Agent, request, setGlobalDispatcher } from "undici";
import { Browser } from "../../apps/troad/demo/browser.ts";

const [caFile = "", addresses = "", rates = "10"] = process.argv.slice(2);
const origin = "https://troad.test";
const edges = addresses.split(",");
const ca = fs.readFileSync(caFile, "utf8");
const limitMs = 10_000;

const agentOf = (choose: () => string): Agent => {
  const lookup: LookupFunction = (_name, options, found) => {
    const address = choose();
    if (options.all) found(null, [{ address, family: 4 }]);
    else found(null, address, 4);
  };
  return new Agent({ connections: 64, connect: { ca, lookup }, headersTimeout: limitMs, bodyTimeout: limitMs });
};
let turn = 0;
const anywhere = agentOf(() => edges[turn++ % edges.length]!);
const at = edges.map((address) => agentOf(() => address));
setGlobalDispatcher(anywhere);

type Counts = { asked: number; acknowledged: number; failed: number; told: Record<string, number>; slowestMs: number };
const phases: Record<string, Counts> = {};
let phase = "";
const begin = (name: string): void => {
  phase = name;
  phases[name] ??= { asked: 0, acknowledged: 0, failed: 0, told: {}, slowestMs: 0 };
};
/** Sessions that people were told they have, by their cookies. */
const sessions = new Set<string>();

type Person = { subject: string; cookie: string };
const people: Person[] = [];

async function signIn(subject: string): Promise<string> {
  const browser = new Browser("en");
  const page = await browser.post(`${origin}/auth/demo`, { subject, return: "/services" });
  if (page.status !== 200 || !page.url.endsWith("/services"))
    throw new Error(`sign-in of ${subject} ended at ${page.url} (HTTP ${page.status})`);
  return browser
    .cookiesFor(`${origin}/services`)
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
}

/** A whole sign-in, six requests over all replicas, of which each session is one of its own; a page; an application of a person opened or gone on with. */
const kinds: Record<string, () => Promise<string | undefined>> = {
  open: async () => {
    const who = Math.floor(Math.random() * people.length);
    const answer = await request(`${origin}/services/tuition-reduction/start`, {
      method: "POST",
      headers: { cookie: people[who]!.cookie, origin, "content-type": "application/x-www-form-urlencoded" },
      body: "",
    });
    await answer.body.dump();
    const [, id] = /\/cases\/([^/]+)\/form/.exec(String(answer.headers.location)) ?? [];
    if (answer.statusCode !== 303 || !id) return `HTTP ${answer.statusCode}`;
    return undefined;
  },
  page: async () => {
    const answer = await request(`${origin}/services/tuition-reduction`, { headers: { accept: "text/html" } });
    await answer.body.dump();
    return answer.statusCode === 200 ? undefined : `HTTP ${answer.statusCode}`;
  },
  session: async () => {
    sessions.add(await signIn(people[Math.floor(Math.random() * people.length)]!.subject));
    return undefined;
  },
};

const running = new Set<Promise<void>>();
let stopping = false;
function ask(kind: string): void {
  const counts = phases[phase]!;
  counts.asked += 1;
  const began = performance.now();
  const one = Promise.race([kinds[kind]!(), wait(limitMs, "later than 10 s")])
    .catch((error: unknown) => (error as { code?: string }).code ?? String(error))
    .then((fault) => {
      counts.slowestMs = Math.max(counts.slowestMs, Math.round(performance.now() - began));
      if (fault === undefined) counts.acknowledged += 1;
      else {
        counts.failed += 1;
        counts.told[`${kind}: ${fault}`] = (counts.told[`${kind}: ${fault}`] ?? 0) + 1;
      }
    })
    .finally(() => running.delete(one));
  running.add(one);
}

/** What was acknowledged, asked of another machine than the one before: lost if it is not there. */
async function check(): Promise<{ acknowledged: number; lost: string[] }> {
  const lost: string[] = [];
  let place = 0;
  const isKnown = async (cookie: string): Promise<number> => {
    const answer = await request(`${origin}/my-data`, {
      dispatcher: at[place++ % at.length]!,
      headers: { cookie, accept: "text/html" },
    });
    await answer.body.dump();
    return answer.statusCode;
  };
  if ((await isKnown("nothing=1")) === 200) throw new Error("anybody is let in: this account says nothing");
  for (const cookie of sessions) {
    const status = await isKnown(cookie);
    if (status !== 200) lost.push(`${cookie.slice(0, 12)}: HTTP ${status}`);
  }
  return { acknowledged: sessions.size, lost };
}

const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
createInterface({ input: process.stdin }).on("line", (line) => {
  void (async () => {
    const [word, name = ""] = line.split(" ");
    if (word === "people") {
      for (const subject of name.split(",")) people.push({ subject, cookie: await signIn(subject) });
      begin("before");
      const [perSecond = 10] = rates.split(",").map(Number);
      for (const [kind, share] of [
        ["open", 1],
        ["page", 1],
        ["session", 0.3],
      ] as const)
        setInterval(() => void (!stopping && ask(kind)), 1_000 / (perSecond * share));
      say({ people: people.length });
    }
    if (word === "phase") {
      begin(name);
      say({ phase: name });
    }
    if (word === "pause") {
      stopping = true;
      await Promise.all(running);
      say(phases);
    }
    if (word === "check") say(await check());
    if (word === "stop") process.exit(0);
  })().catch((error: unknown) => say({ error: String(error) }));
});
