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
/** As Taiwan's protocol tells a service. */
export type Ticket = { tx_id: string; permission_ticket: string; secret_key: string };
export type Receiver = {
  host: string;
  address: string;
  connect: Connect;
  /** Its key and certificate, for another server of the same company. */
  own: { key: Buffer; cert: Buffer };
  /** What it was told about a request. */
  heard(request: string): Promise<Told>;
  /** What it was told and fits. */
  told(fits: (one: Told) => boolean): Promise<Told>;
  /** The ticket of a transaction. */
  ticket(tx: string): Promise<Ticket>;
  /** Another place on this machine, under a certificate that nobody trusts: how often it was called, and what it was told. */
  impostor: { host: string; address: string; calls(): number; told(): number };
  close(): void;
};

/** A key and a certificate of its own for this machine. */
function certificateIn(folder: string, name: string): { key: Buffer; cert: Buffer } {
  const [key, crt] = [path.join(folder, `${name}.key`), path.join(folder, `${name}.crt`)];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", crt, ...subject];
  assert.equal(spawnSync("openssl", args).status, 0);
  return { key: fs.readFileSync(key), cert: fs.readFileSync(crt) };
}

/** A recipient's endpoint on this machine, behind TLS under a certificate of its own. */
export async function startReceiver(): Promise<Receiver> {
  const folder = scratch("receiver");
  const [own, foreign] = [certificateIn(folder, "own"), certificateIn(folder, "foreign")];
  const told: (Told | (Ticket & { data?: undefined }))[] = [];
  const server = https.createServer(own, async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    told.push(JSON.parse(body) as Told);
    response.writeHead(204).end();
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  let [calls, wronglyTold] = [0, 0];
  const untrusted = https.createServer(foreign, (_request, response) => {
    wronglyTold++;
    response.writeHead(204).end();
  });
  untrusted.on("connection", () => calls++);
  await new Promise<void>((done) => untrusted.listen(0, "localhost", done));
  const other = `localhost:${(untrusted.address() as AddressInfo).port}`;
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  const found = async (fits: (one: Told) => boolean, what: string): Promise<Told> => {
    for (let waited = 0; waited < patient(20_000); waited += 50) {
      const one = told.find((given): given is Told => given.data !== undefined && fits(given as Told));
      if (one) return one;
      await sleep(50);
    }
    return assert.fail(`nothing ${what}`);
  };
  return {
    host,
    address: `https://${host}/consents`,
    own,
    connect: { lookup: lookup as never, ca: own.cert.toString() },
    heard: (request) => found(({ data }) => data.request === request, `about ${request}`),
    told: (fits) => found(fits, "that fits"),
    ticket: async (tx) => {
      for (let waited = 0; waited < patient(20_000); waited += 50) {
        const found = told.find((one): one is Ticket => "tx_id" in one && one.tx_id === tx);
        if (found) return found;
        await sleep(50);
      }
      return assert.fail(`no ticket of ${tx}`);
    },
    impostor: { host: other, address: `https://${other}/notify`, calls: () => calls, told: () => wronglyTold },
    close: () => {
      untrusted.closeAllConnections();
      untrusted.close();
      server.closeAllConnections();
      server.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
