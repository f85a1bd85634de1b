import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { loadTexts } from "../i18n.ts";
import { createLog } from "../logging/log.ts";
import { createMetrics } from "../metrics.ts";
import { createServer } from "./server.ts";

type Line = { code: string; client?: string; suppressed?: number; addresses?: number; subject?: string; route?: string };

test("refusals of one client are told ten times a minute and then counted; another client is still told of", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const lines: Line[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => lines.push(JSON.parse(line) as Line) } });
  const texts = loadTexts([path.resolve(import.meta.dirname, "..")], []);
  const app = await createServer({ log, texts, metrics: createMetrics(), title: "test" });
  t.after(() => app.close());
  const ask = (remoteAddress: string) => app.inject({ url: `/none?id=A123456789`, remoteAddress });
  for (let n = 0; n < 50; n++) await ask("203.0.113.7");
  await ask("198.51.100.1");
  assert.equal(lines.length, 11);
  assert.equal(new Set(lines.map(({ client }) => client)).size, 2);
  for (let n = 2; n < 200; n++) await ask(`198.51.100.${n}`);
  assert.equal(lines.length, 120, "a line for each client, until there are too many of them");
  t.mock.timers.tick(60_000);
  const { code, suppressed, addresses } = lines.at(-1)!;
  assert.deepEqual([code, suppressed], ["request.not-found", 50 + 199 - 120]);
  assert.ok(addresses! > 50);
  await ask("203.0.113.7");
  assert.equal(lines.length, 122, "the next minute begins anew");
  assert.doesNotMatch(JSON.stringify(lines), /A123456789|203\.0\.113|198\.51\.100/);
});
