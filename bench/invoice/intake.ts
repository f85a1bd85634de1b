import { readMig } from "@troad/invoice-formats";
import pg from "pg";
import { copyInto } from "../../kernel/db/copy.ts";
import { copiesOf, copyIn } from "../../modules/invoice/intake/copy-store.ts";
import { invoiceRow } from "../../modules/invoice/intake/message-rows.ts";
import { type Row, rate } from "../kit.ts";
import { envelopeOf, invoicesOf, type Platform, perRequest, signedBy } from "./shop.ts";

const seconds = 8;
const connections = 4;

/** Invoices a second of the bare parser, schema and rules, on one core. */
export function parseRate(): number {
  const envelope = envelopeOf(invoicesOf(0, "2026-01-05"));
  const read = () => readMig(envelope);
  for (let warm = 0; warm < 4; warm++) read();
  const began = performance.now();
  let done = 0;
  for (; performance.now() - began < seconds * 500; done += perRequest) read();
  return done / ((performance.now() - began) / 1000);
}

/** Invoices a second of COPY alone: the same rows, made ready before, into the same table, a transaction a request, two connections. */
export async function copyRate(platform: Platform): Promise<number> {
  const config = platform.cluster.app("invoice", "troad_invoice", "invoice");
  const packageId = "00000000-0000-7000-8000-000000000000";
  const requests = Array.from({ length: 240 }, (_, at) => copiesOf(invoicesOf(at, "2026-03-05").map(invoiceRow), packageId));
  const clients = await Promise.all(
    [0, 1].map(async () => {
      const client = new pg.Client(config);
      await client.connect();
      return client;
    }),
  );
  await clients[0]!.query("select open_period('11504')");
  const began = performance.now();
  let done = 0;
  await Promise.all(
    clients.map(async (client) => {
      for (let next = requests.pop(); next && performance.now() - began < seconds * 1000; next = requests.pop()) {
        await client.query("begin");
        await copyIn({ copy: (statement, chunks) => copyInto(client, statement, chunks) }, next);
        await client.query("commit");
        done += perRequest;
      }
    }),
  );
  const perSecond = done / ((performance.now() - began) / 1000);
  await Promise.all(clients.map((client) => client.end()));
  return perSecond;
}

type Sent = { perSecond: number; clientCpu: number; platformCpu: number };

/** Sends ready-made requests over a few connections until the time is up; every answer must say that all were taken. */
async function send(platform: Platform, path: string, bodies: Uint8Array[], headers: Record<string, string>): Promise<Sent> {
  const cpu = process.cpuUsage();
  const server = platform.cpu();
  const began = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let body = bodies.pop(); body && performance.now() - began < seconds * 1000; body = bodies.pop()) {
        const response = await fetch(platform.origin + path, { method: "POST", headers, body: body as BodyInit });
        const answer = (await response.json()) as { taken: number };
        if (answer.taken !== perRequest) throw new Error(`${response.status} ${JSON.stringify(answer).slice(0, 300)}`);
        done += answer.taken;
      }
    }),
  );
  const elapsed = (performance.now() - began) / 1000;
  const used = process.cpuUsage(cpu);
  return {
    perSecond: done / elapsed,
    clientCpu: (used.user + used.system) / 1e6 / elapsed,
    platformCpu: (platform.cpu() - server) / elapsed,
  };
}

const cores = (value: number): string => `${value.toFixed(2)} cores`;

export async function intakeRows(platform: Platform): Promise<Row[]> {
  const authorization = `Bearer ${platform.shop.token}`;
  const json = (at: number, track: string) => Buffer.from(JSON.stringify({ invoices: invoicesOf(at, "2026-01-05", track) }));
  const warm = [0, 1, 2, 3].map((at) => json(at, "WA"));
  await send(platform, "/invoice/v1/invoices", warm, { "content-type": "application/json", authorization });
  const bodies = await Promise.all(
    Array.from({ length: 120 }, (_, at) => signedBy(platform.shop, envelopeOf(invoicesOf(at, "2026-01-05", "XM")))),
  );
  const xml = await send(platform, "/invoice/v1/messages", bodies, {
    "content-type": "application/pkcs7-mime",
    accept: "application/json",
  });
  const texts = Array.from({ length: 320 }, (_, at) => json(at, "JS"));
  const sent = await send(platform, "/invoice/v1/invoices", texts, { "content-type": "application/json", authorization });
  const copy = await copyRate(platform);
  const peer = { what: "copy", perSecond: copy };
  return [
    rate("copy", "invoices/s", copy),
    rate("parse", "invoices/s", parseRate()),
    rate(`xml (client ${cores(xml.clientCpu)}, platform ${cores(xml.platformCpu)})`, "invoices/s", xml.perSecond, peer),
    rate(`json (client ${cores(sent.clientCpu)}, platform ${cores(sent.platformCpu)})`, "invoices/s", sent.perSecond, peer),
  ];
}
