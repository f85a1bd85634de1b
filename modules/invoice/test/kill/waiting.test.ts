import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { migDay, writeMessageDocument } from "@troad/invoice-formats";
import { taipeiDate } from "@troad/kernel";
import pg from "pg";
import { embeddedCluster } from "../../../../kernel/db/cluster.ts";
import { testCluster } from "../../../../kernel/test/cluster.ts";
import type { DemoShop } from "../../demo/shop.ts";
import type { Answer } from "../../intake/take.ts";
import { numbered, postJson, postSigned, signed } from "../installation.ts";
import { end, type Server, startServer } from "./server.ts";

test("a message that waits for its invoice is judged when the invoice comes, though the program was killed between and at once after", async () => {
  const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "troad-invoice-waits-"));
  fs.chmodSync(folder, 0o711);
  const shared = await testCluster();
  const cluster = shared ?? (await embeddedCluster(path.join(folder, "postgres")));
  const data = path.join(folder, "data");
  const date = taipeiDate(new Date());
  const client = new pg.Client(cluster.app("invoice", "troad_invoice", "invoice"));
  let server: Server | undefined;
  const restart = async (demo = false): Promise<{ process: Server; shop: DemoShop }> => {
    if (server) await end(server);
    server = await startServer(cluster, data, demo);
    return {
      process: server,
      shop: JSON.parse(fs.readFileSync(path.join(data, "demo", "invoice-shop.json"), "utf8")) as DemoShop,
    };
  };
  const cancel = async (at: Awaited<ReturnType<typeof restart>>, serial: number, buyer: string): Promise<Answer> => {
    const body = {
      CancelInvoiceNumber: numbered(serial).number,
      InvoiceDate: migDay(date),
      BuyerId: buyer,
      SellerId: "12345675",
      CancelDate: migDay(date),
      CancelTime: "23:59:59",
      CancelReason: "x",
    };
    const message = await signed(at.shop, writeMessageDocument("F0501", "4.1", body));
    return (await (await postSigned(at, message, { accept: "application/json" })).json()) as Answer;
  };
  try {
    let at = await restart(true);
    assert.deepEqual((await cancel(at, 1, "0000000000")).waiting, ["AB00000001"]);
    assert.deepEqual((await cancel(at, 2, "10458574")).waiting, ["AB00000002"], "says another buyer than the invoice will");
    at = await restart();
    const answer = (await (await postJson(at, [numbered(1, { date }), numbered(2, { date })])).json()) as Answer;
    assert.equal(answer.taken, 2, JSON.stringify(answer.refused));
    await restart();
    await client.connect();
    for (;;) {
      const { rows } = await client.query("select number, outcome, code from waiting_message order by no");
      if (rows.some(({ outcome }) => outcome === null)) {
        await wait(50);
        continue;
      }
      assert.deepEqual(
        rows.map((row) => ({ ...row })),
        [
          { number: "AB00000001", outcome: "taken", code: null },
          { number: "AB00000002", outcome: "refused", code: "invoice.other-buyer" },
        ],
      );
      break;
    }
    const { rows } = await client.query("select number, kind from invoice_action where number like 'AB%' order by number");
    assert.deepEqual(
      rows.map((row) => ({ ...row })),
      [{ number: "AB00000001", kind: "cancel" }],
      "once",
    );
  } finally {
    await client.end().catch(() => undefined);
    if (server) await end(server);
    if (!shared) await cluster.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
