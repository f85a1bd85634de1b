import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { lookup } from "node:dns";
import fs from "node:fs";
import https from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Connect } from "../../modules/webhooks/send.ts";
import { scratch } from "./government.ts";
import { patient } from "./patience.ts";

type Told = { type: string; timestamp: string; data: Record<string, string> };
export type Receiver = {
  host: string;
  address: string;
  connect: Connect;
  /** What it was told about a request. */
  heard(request: string): Promise<Told>;
  close(): void;
};

/** A recipient's endpoint on this machine, behind TLS under a certificate of its own. */
export async function startReceiver(): Promise<Receiver> {
  const folder = scratch("receiver");
  const [key, crt] = [path.join(folder, "key"), path.join(folder, "crt")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const made = spawnSync("openssl", [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-keyout",
    key,
    "-out",
    crt,
    ...subject,
  ]);
  assert.equal(made.status, 0);
  const told: Told[] = [];
  const server = https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(crt) }, async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    told.push(JSON.parse(body) as Told);
    response.writeHead(204).end();
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return {
    host,
    address: `https://${host}/consents`,
    connect: { lookup: lookup as never, ca: fs.readFileSync(crt, "utf8") },
    heard: async (request) => {
      for (let waited = 0; waited < patient(20_000); waited += 50) {
        const found = told.find(({ data }) => data.request === request);
        if (found) return found;
        await sleep(50);
      }
      return assert.fail(`nothing about ${request}`);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
