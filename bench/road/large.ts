/**
 * Sends one body of many bytes and reads what comes back. Arguments: one JSON object { url, headers, mebibytes }; prints seconds and whether
 * it came back whole.
 */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { Agent, request } from "undici";

type Plan = { url: string; headers: Record<string, string>; mebibytes: number };
const plan = JSON.parse(process.argv[2] ?? "{}") as Plan;
const chunk = Buffer.alloc(1024 * 1024, "a large body ");
const [sent, came] = [createHash("sha256"), createHash("sha256")];

async function* chunks(): AsyncGenerator<Buffer> {
  for (let index = 0; index < plan.mebibytes; index += 1) {
    sent.update(chunk);
    yield chunk;
  }
}

const started = performance.now();
const reply = await request(plan.url, {
  method: "POST",
  headers: { "content-type": "application/octet-stream", ...plan.headers },
  body: Readable.from(chunks()),
  dispatcher: new Agent({ headersTimeout: 0, bodyTimeout: 0 }),
});
for await (const part of reply.body) came.update(part as Buffer);
const whole = reply.statusCode === 200 && sent.digest("hex") === came.digest("hex");
console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000, whole }));
process.exit(0);
