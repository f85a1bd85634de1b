import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Invoice, toF0401, writeEnvelope, writeMessage } from "@troad/invoice-formats";
import { type Process, shiftedClock, startProcess } from "@troad/kernel";
import notify from "@troad/notify/module";
import { parseCertificates } from "@troad/trust";
import type { Cluster } from "../../../kernel/db/cluster.ts";
import { testCluster } from "../../../kernel/test/cluster.ts";
import { sampleInvoice } from "../../../packages/invoice/test/samples.ts";
import { type DemoShop, shopKey } from "../demo/shop.ts";
import { signPackage } from "../intake/signed-package.ts";
import invoice from "../module.ts";

export const repository = path.resolve(import.meta.dirname, "../../..");

/** A real installation of the module in a folder of its own, with a clock that tests can move. */
export type Installation = {
  readonly process: Process;
  readonly clock: ReturnType<typeof shiftedClock>;
  readonly dataDir: string;
  readonly shop: DemoShop;
  stop(): Promise<void>;
};

export async function install(
  env: NodeJS.ProcessEnv = {},
  { at = "2026-01-20T02:00:00Z", cluster }: { at?: string; cluster?: Cluster } = {},
): Promise<Installation> {
  const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "troad-invoice-"));
  fs.chmodSync(folder, 0o711); // the database's own user walks through
  const dataDir = path.join(folder, "data");
  const clock = shiftedClock(Date.parse(at) - Date.now());
  const database = cluster ?? (await testCluster());
  const running = await startProcess({
    modules: [notify, invoice],
    agencies: () => [],
    root: repository,
    clock,
    ...(database ? { cluster: database } : {}),
    env: { PORT: "0", LOG_LEVEL: "error", LOG_FILE: "test.log", TROAD_DATA: dataDir, INVOICE_DEMO_MARKET: "off", ...env },
  });
  return {
    process: running,
    clock,
    dataDir,
    shop: JSON.parse(fs.readFileSync(path.join(dataDir, "demo", "invoice-shop.json"), "utf8")) as DemoShop,
    stop: async () => {
      await running.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const numbered = (serial: number, changes: Partial<Invoice> = {}): Invoice => ({
  ...sampleInvoice,
  number: `AB${String(serial).padStart(8, "0")}`,
  ...changes,
});

export type Shop = { readonly process: { readonly origin: string }; readonly shop: DemoShop };

export function postJson(
  { process: running, shop }: Shop,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${running.origin}/invoice/v1/invoices`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": "application/json", authorization: `Bearer ${shop.token}`, ...headers },
  });
}

/** An envelope of F0401 messages, as a shop writes it. */
export const envelopeOf = (invoices: readonly Invoice[]): string =>
  writeEnvelope(
    { partyId: "12345675", routingId: "SHOP" },
    { partyId: "0000000000", routingId: "PLATFORM" },
    { code: "F0401", version: "4.1", messages: invoices.map((one) => writeMessage("F0401", "4.1", toF0401(one))) },
  );

export const signed = (shop: DemoShop, content: string | Uint8Array): Promise<Buffer> =>
  signPackage(Buffer.from(content), parseCertificates(shop.certificate)[0]!.der, shopKey(shop));

export async function postSigned(at: Shop, bytes: Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${at.process.origin}/invoice/v1/messages`, {
    method: "POST",
    body: Uint8Array.from(bytes),
    headers: { "content-type": "application/pkcs7-mime", ...headers },
  });
}
