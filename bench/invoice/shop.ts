import { fork } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Invoice, toF0401, writeEnvelope, writeMessage } from "@troad/invoice-formats";
import { parseCertificates } from "@troad/trust";
import { type Cluster, embeddedCluster } from "../../kernel/db/cluster.ts";
import { type DemoShop, shopKey } from "../../modules/invoice/demo/shop.ts";
import { signPackage } from "../../modules/invoice/intake/signed-package.ts";

export const perRequest = 500;
const names = ["咖啡", "便當", "礦泉水", "影印紙", "計程車資"];

/** The invoice of a number: five items, in a mobile barcode of one of 400,000 people. */
export function invoiceAt(serial: number, date: string, track = "AB"): Invoice {
  const carrier = barcode(serial % 400_000);
  return {
    number: `${track}${String(serial).padStart(8, "0")}`,
    date,
    time: "14:16:23",
    type: "07",
    seller: { ban: "12345675", name: "測試商店股份有限公司", address: "臺北市中正區測試路一段1號" },
    buyer: { ban: "0000000000", name: "0000000000" },
    print: false,
    carrier: { type: "3J0002", id1: carrier, id2: carrier },
    randomNumber: String(serial % 10_000).padStart(4, "0"),
    items: names.map((description, at) => ({
      description,
      quantity: "2",
      unit: "個",
      unitPrice: "100",
      amount: "200",
      taxType: "1",
      sequence: String(at + 1),
    })),
    sales: "1000",
    exemptSales: "0",
    zeroSales: "0",
    taxType: "1",
    taxRate: "0.05",
    tax: "0",
    total: "1000",
  };
}

export const barcode = (person: number): string => `/${person.toString(36).toUpperCase().padStart(7, "0")}`;

export const invoicesOf = (request: number, date: string, track?: string): Invoice[] =>
  Array.from({ length: perRequest }, (_, at) => invoiceAt(request * perRequest + at, date, track));

export const envelopeOf = (invoices: readonly Invoice[]): Buffer =>
  Buffer.from(
    writeEnvelope(
      { partyId: "12345675", routingId: "SHOP" },
      { partyId: "0000000000", routingId: "PLATFORM" },
      { code: "F0401", version: "4.1", messages: invoices.map((one) => writeMessage("F0401", "4.1", toF0401(one))) },
    ),
  );

export const signedBy = (shop: DemoShop, content: Buffer): Promise<Buffer> =>
  signPackage(content, parseCertificates(shop.certificate)[0]!.der, shopKey(shop));

export type Platform = {
  readonly origin: string;
  readonly shop: DemoShop;
  readonly cluster: Cluster;
  readonly folder: string;
  /** CPU seconds of the platform's process so far; PostgreSQL's are its own. */
  cpu(): number;
  stop(): Promise<void>;
};

/** The platform in a process of its own, on a PostgreSQL that the benchmark may look into. */
export async function startPlatform(): Promise<Platform> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-bench-invoice-"));
  fs.chmodSync(folder, 0o711);
  const cluster = await embeddedCluster(path.join(folder, "postgres"), { max_wal_size: "4GB" });
  const root = path.resolve(import.meta.dirname, "../..");
  const child = fork(path.join(root, "apps/troad/main.ts"), ["serve", "--target=notify,invoice"], {
    cwd: root,
    env: { ...process.env, TROAD_DATA: folder, PORT: "0", TROAD_DEMO: "on", LOG_LEVEL: "error" },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const [first] = (await once(child.stdout!, "data")) as [Buffer];
  const { origin } = JSON.parse(first.toString()) as { origin: string };
  const shop = JSON.parse(fs.readFileSync(path.join(folder, "demo", "invoice-shop.json"), "utf8")) as DemoShop;
  return {
    origin,
    shop,
    cluster,
    folder,
    cpu: () => cpuOf(child.pid!),
    stop: async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
      await cluster.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** User and system time of a process from /proc, in seconds; 0 where there is none. */
function cpuOf(pid: number): number {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}
