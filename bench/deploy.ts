/**
 * Claims: two replicas behind HAProxy cost at most 1.25 times the processor that one process costs for an answer, on the same cores; an
 * invoice through JetStream on three servers at most 1.5 times the direct way, all processes counted; the model of deploy/capacity foretells
 * the answers a second of one and of three replicas within a quarter. Prints what an invoice, a query and a page cost (docs/capacity.md).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { throughput } from "../deploy/capacity/model.ts";
import { natsServers } from "../modules/invoice/test/nats-servers.ts";
import { type Call, type Cost, cost, pageCall, queryCall, serverCost, uploadCost } from "./deploy/ask.ts";
import { type Installation, startReplicas } from "./deploy/replicas.ts";
import { invoiceAt } from "./invoice/shop.ts";
import { median, type Row, rate } from "./kit.ts";

const uploads = 40;
const micro = (what: string, value: number, peer?: { what: string; value: number }): Row => ({
  ...rate(what, "us", value, peer && { what: peer.what, perSecond: peer.value }),
});

const counter = ({ cluster }: Installation) => {
  const client = new pg.Client(cluster.app("invoice", "troad_invoice", "invoice"));
  const ready = client.connect();
  return {
    /** Packages that are judged and written. */
    count: async (): Promise<number> => {
      await ready;
      const { rows } = await client.query("select count(*)::int as n from package");
      return (rows[0] as { n: number }).n;
    },
    end: () => client.end(),
  };
};

async function invoices(stream: Record<string, string>, others: readonly number[]): Promise<Cost> {
  const at = await startReplicas(1, stream);
  const { count, end } = counter(at);
  try {
    // the stream is made once its servers have a leader
    for (let left = 20; ; left--) {
      try {
        await uploadCost(at, `W${String.fromCharCode(65 + left)}`, 6, others, count);
        break;
      } catch (error) {
        if (left === 0) throw error;
        await wait(1_000);
      }
    }
    const costs: Cost[] = [];
    for (const track of ["JA", "JB", "JC"]) costs.push(await uploadCost(at, track, uploads, others, count));
    return costs.toSorted((a, b) => serverCost(a) - serverCost(b))[1]!;
  } finally {
    await end();
    await at.stop();
  }
}

async function throughStream(): Promise<Cost> {
  const folder = mkdtempSync(path.join(tmpdir(), "troad-bench-nats-"));
  const token = "b".repeat(32);
  const servers = await natsServers(folder, 3, token);
  try {
    return await invoices({ INVOICE_STREAM: servers.urls, INVOICE_STREAM_TOKEN: token }, servers.pids());
  } finally {
    await servers.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function answers(at: Installation, name: string, call: Call): Promise<Row[]> {
  const asked = { at, call, connections: 16, seconds: 4 };
  const [ones, twos]: [Cost[], Cost[]] = [[], []];
  await at.admit(2);
  for (let round = 0; round < 3; round++) {
    ones.push(await cost({ ...asked, origin: at.direct }));
    twos.push(await cost({ ...asked, origin: at.edge }));
  }
  const middle = (costs: readonly Cost[], of: (one: Cost) => number): number => median(costs.map(of));
  // unit costs at little load, by which the model foretells what the machine does when it is full
  await at.admit(1);
  const unit = await cost({ ...asked, origin: at.edge, connections: 8 });
  const model = { replica: unit.replicas, edge: unit.haproxy, database: unit.postgres, client: unit.client };
  const rows = [
    micro(`${name}: one process`, middle(ones, serverCost)),
    micro(`${name}: two replicas behind HAProxy`, middle(twos, serverCost), {
      what: "one process",
      value: middle(ones, serverCost),
    }),
    micro(`${name}: replica`, unit.replicas),
    micro(`${name}: HAProxy`, unit.haproxy),
    micro(`${name}: PostgreSQL`, unit.postgres),
    micro(`${name}: client`, unit.client),
  ];
  for (const replicas of [1, 3]) {
    await at.admit(replicas);
    const { perSecond, freeCores } = await cost({ ...asked, origin: at.edge, connections: 32 });
    rows.push(
      rate(`${name}: ${replicas} replicas`, "answers/s", perSecond, {
        what: `foretold for ${freeCores.toFixed(2)} cores`,
        perSecond: throughput(model, replicas, freeCores),
      }),
    );
  }
  return rows;
}

export default async (): Promise<Row[]> => {
  const rows: Row[] = [];
  const [direct, stream] = [await invoices({}, []), await throughStream()];
  rows.push(
    micro("invoice: direct", serverCost(direct)),
    micro("invoice: through JetStream", serverCost(stream), { what: "direct", value: serverCost(direct) }),
    micro("invoice: of it NATS", stream.others),
    { what: "invoice: written by NATS", value: Math.round(stream.written), unit: "bytes", peer: "", ratio: null },
  );
  const at = await startReplicas(3);
  const { count, end } = counter(at);
  try {
    await uploadCost(at, "QA", 2, [], count);
    const { number, date } = invoiceAt(7, "2026-01-05", "QA");
    rows.push(...(await answers(at, "query", queryCall(at, number, date))), ...(await answers(at, "page", pageCall)));
  } finally {
    await end();
    await at.stop();
  }
  return rows;
};
