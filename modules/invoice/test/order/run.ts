import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Draw, daysOf, drawDay, type MessageCode, termPlus } from "@troad/invoice-formats";
import pg from "pg";
import { embeddedCluster } from "../../../../kernel/db/cluster.ts";
import { testCluster } from "../../../../kernel/test/cluster.ts";
import type { DemoShop } from "../../demo/shop.ts";
import type { Answer } from "../../intake/take.ts";
import { postJson, postSigned, signed } from "../installation.ts";
import { end, publish, type Server, startServer } from "../kill/server.ts";
import { compare, drawOf, wins } from "./compare.ts";
import { codeOf, envelopeOf, invoiceOf, type Step } from "./documents.ts";
import { consumer, InvoiceModel, type Message, type Outcome, seller } from "./model.ts";
import { messagesAbout, randomFrom } from "./random.ts";
import { makeSenders } from "./senders.ts";

export type OrderToll = {
  rounds: number;
  seed: number;
  messages: number;
  kills: number;
  draws: number;
  winners: number;
  cases: number;
};
type Options = { seed: number; say?: (text: string) => void; until?: number; roundsPerDraw?: number };

const senders = 3;
const numbersPerRound = 8;
/** A draw of a period of its own, in the future so that nothing else is known of it. */
const firstTerm = "11602";

/**
 * Issues, cancels, voids, issues again, allows and draws in random order, from several senders, while the program is killed (kill -9). Every
 * answer, and in the end of each period the whole state, must be what the model says.
 */
export async function invoicesInRandomOrder(
  rounds: number,
  { seed, say, until = Infinity, roundsPerDraw = 80 }: Options,
): Promise<OrderToll> {
  const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "troad-invoice-order-"));
  fs.chmodSync(folder, 0o711);
  const shared = await testCluster();
  const cluster = shared ?? (await embeddedCluster(path.join(folder, "postgres")));
  const clients = Array.from({ length: senders }, () => new pg.Client(cluster.app("invoice", "troad_invoice", "invoice")));
  const toll: OrderToll = { rounds: 0, seed, messages: 0, kills: 0, draws: 0, winners: 0, cases: 0 };
  const random = randomFrom(seed);
  let servers: KilledServers | undefined;
  let agents: DemoShop[] | undefined;
  try {
    for (let term = firstTerm; toll.rounds < rounds && Date.now() < until; term = termPlus(term, 1)) {
      const begin = Date.parse(`${drawDay(daysOf(term).last)}T09:00:00+08:00`);
      const shiftMs = begin - Date.now();
      const start = () => startServer(cluster, path.join(folder, "data"), false, shiftMs);
      servers = new KilledServers(start);
      await servers.begin();
      if (!agents) {
        await Promise.all(clients.map((client) => client.connect()));
        agents = await makeSenders(clients[0]!, senders, new Date(begin));
      }
      const period = new Period(term, servers, clients, agents, random);
      await period.run(Math.min(roundsPerDraw, rounds - toll.rounds), until);
      const found = await compare(clients[0]!, term, period.models);
      toll.rounds += period.rounds;
      toll.messages += period.messages;
      toll.kills += servers.kills;
      toll.draws++;
      toll.winners += found.winners;
      toll.cases += found.cases;
      await servers.stop();
      say?.(`${term}: ${JSON.stringify(toll)}`);
    }
    return toll;
  } finally {
    await servers?.stop();
    for (const client of clients) await client.end().catch(() => undefined);
    if (!shared) await cluster.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** A server and another one that takes over when it is killed. */
class KilledServers {
  readonly #start: () => Promise<Server>;
  #current: Server | undefined;
  #standby: Promise<Server> | undefined;
  kills = 0;
  constructor(start: () => Promise<Server>) {
    this.#start = start;
  }
  get current(): Server {
    return this.#current!;
  }
  async begin(): Promise<void> {
    this.#current = await this.#start();
    this.#standby = this.#start();
  }
  async kill(): Promise<void> {
    const killed = this.current;
    const next = await this.#standby!;
    this.#standby = this.#start();
    killed.child.kill("SIGKILL");
    this.#current = next;
    this.kills++;
    await killed.ended;
  }
  async stop(): Promise<void> {
    await end(this.current);
    await end(await this.#standby!);
  }
}

/** One period: rounds of messages of three senders, its draw in the middle of them, a kill now and then. */
class Period {
  readonly models: InvoiceModel[];
  rounds = 0;
  messages = 0;
  readonly #term: string;
  readonly #servers: KilledServers;
  readonly #clients: readonly pg.Client[];
  readonly #agents: readonly DemoShop[];
  readonly #random: () => number;
  readonly #day: (of: number) => string;

  constructor(
    term: string,
    servers: KilledServers,
    clients: readonly pg.Client[],
    agents: readonly DemoShop[],
    random: () => number,
  ) {
    this.#term = term;
    this.#servers = servers;
    this.#clients = clients;
    this.#agents = agents;
    this.#random = random;
    const month = daysOf(term).last.slice(0, 8);
    this.#day = (of) => `${month}${of}`;
    this.models = [];
  }

  async run(rounds: number, until: number): Promise<void> {
    const numbers = rounds * numbersPerRound;
    const start = Math.floor(this.#random() * 100_000_000);
    for (let at = 0; at < numbers; at++) {
      const serial = String((start + at * 7_919_003) % 100_000_000).padStart(8, "0");
      this.models.push(new InvoiceModel(`AB${serial}`, this.#day(10), this.#day(20)));
    }
    let published: Promise<Draw> | undefined;
    const work = this.#agents.map(async (agent, lane) => {
      for (let round = lane; round < rounds && Date.now() < until; round += this.#agents.length) {
        await this.#round(agent, this.#clients[lane]!, this.models.slice(round * numbersPerRound, (round + 1) * numbersPerRound));
        this.rounds++;
        if (this.rounds >= rounds / 2) published ??= this.#publish();
        if (this.rounds % 16 === 5) await this.#servers.kill();
      }
    });
    await Promise.all(work);
    await this.#endWinners(await (published ?? this.#publish()));
  }

  /** Anyone who knows the numbers tries to unmake some of the winners, and others. */
  async #endWinners(draw: Draw): Promise<void> {
    const some = this.models.filter(({ number, versions }) => versions.length > 0 && wins(draw, number)).slice(0, 6);
    for (const code of ["F0501", "F0701"] as const) {
      const steps = [...new Set([...some, ...this.models.slice(0, 3)])].filter((_, at) => at % 2 === (code === "F0501" ? 0 : 1));
      if (steps.length === 0) continue;
      await this.#send(
        this.#agents[0]!,
        code,
        steps.map((model) => ({ model, message: endingOf(model, code) })),
      );
    }
  }

  /** Sends the first message about each number, then the second, and so on; those of one code together. */
  async #round(agent: DemoShop, client: pg.Client, models: readonly InvoiceModel[]): Promise<void> {
    const about = models.map((model) => ({ model, messages: messagesAbout(model, this.#day(11), this.#random) }));
    for (let place = 0; about.some(({ messages }) => place < messages.length); place++) {
      const steps = about.flatMap(({ model, messages }) =>
        messages.slice(place, place + 1).map((message) => ({ model, message })),
      );
      for (const [code, some] of Map.groupBy(steps, ({ message }) => codeOf(message))) await this.#send(agent, code, some);
      await this.#settled(client, steps);
    }
  }

  async #send(agent: DemoShop, code: MessageCode, steps: readonly Step[]): Promise<void> {
    const headers = { "idempotency-key": randomUUID() };
    const on = drawDay(daysOf(this.#term).last);
    const bytes = code === "F0401" ? undefined : await signed(agent, envelopeOf(code, steps, on));
    const invoices = steps.flatMap(({ model, message }) => (message.is === "issue" ? [invoiceOf(model, message)] : []));
    const answer = await this.#delivered(() => {
      const to = { process: this.#servers.current, shop: agent };
      return bytes ? postSigned(to, bytes, { ...headers, accept: "application/json" }) : postJson(to, { invoices }, headers);
    });
    this.messages += steps.length;
    for (const [at, { model, message }] of steps.entries()) {
      const outcome = model.receive(message, answer.receivedAt);
      assert.equal(outcomeOf(answer, at, message), outcome, `${JSON.stringify(message)} of ${JSON.stringify(model)}`);
    }
  }

  /** Sends the same request until it is answered: a kill leaves it whole or absent. */
  async #delivered(post: () => Promise<Response>): Promise<Answer> {
    for (let tries = 0; tries < 500; tries++) {
      const response = await post().catch(() => undefined);
      const text = await response?.text().catch(() => undefined);
      if (response?.status === 200 && text !== undefined) return JSON.parse(text) as Answer;
      if (response && response.status < 500) throw new Error(`${response.status} ${text}`);
      await wait(20);
    }
    throw new Error("no answer");
  }

  /** What waited is judged at once, but by the next look of two seconds if the program was killed in between. */
  async #settled(client: pg.Client, steps: readonly Step[]): Promise<void> {
    const names = steps.flatMap(({ model: { number } }) => [number, `${number}-1`, `${number}-2`]);
    for (let tries = 0; tries < 1000; tries++) {
      const { rows } = await client.query(
        `select 1 from waiting_message w where outcome is null and term = $1 and number = any($2) and case waits_for
           when 'invoice' then exists (select 1 from invoice i where i.term = w.term and i.number = w.number)
           else exists (select 1 from allowance a where a.term = w.term and a.number = w.number) end limit 1`,
        [this.#term, names],
      );
      if (rows.length === 0) return;
      await wait(20);
    }
    throw new Error("what waits was not judged");
  }

  async #publish(): Promise<Draw> {
    const draw = drawOf(this.#term, this.models, this.#random);
    for (let tries = 0; ; tries++) {
      try {
        await publish(this.#servers.current, draw);
        return draw;
      } catch (error) {
        if (tries === 20 || !String(error).includes("was killed")) throw error;
        await wait(20);
      }
    }
  }
}

const endingOf = ({ number, day, versions }: InvoiceModel, code: "F0501" | "F0701"): Message => ({
  ...{ is: "end", text: `${number} late ${code}`, number, day, seller },
  kind: code === "F0501" ? "cancel" : "void",
  buyer: versions.at(-1)?.buyer ?? consumer,
});

function outcomeOf({ refused, waiting, again }: Answer, at: number, message: Message): Outcome {
  const refusal = refused.find((one) => one.at === at)?.errors[0]?.code;
  if (refusal !== undefined) return refusal;
  const name = "id" in message ? message.id : message.number;
  return waiting.includes(name) ? "waiting" : again.includes(name) ? "again" : "taken";
}
