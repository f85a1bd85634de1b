import assert from "node:assert/strict";
import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import path from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { Registry } from "prom-client";
import { loadTexts } from "../i18n.ts";
import type { Log } from "../logging/log.ts";
import type { Metrics } from "../metrics.ts";
import { createServer } from "./server.ts";

const half = Buffer.alloc(1024 * 1024);

for (const how of ["content-length", "transfer-encoding"] as const)
  test(`a sender of too large a body may send it to its end and then reads why it was refused (${how})`, async (t) => {
    const app = await createServer({
      log: { info: () => undefined, isLevelEnabled: () => false } as unknown as Log,
      texts: loadTexts([path.resolve(import.meta.dirname, "..")], []),
      metrics: { registry: new Registry() } as Metrics,
      title: "test",
    });
    t.after(() => app.close());
    app.post("/", async () => "taken");
    await app.listen({ host: "127.0.0.1", port: 0 });
    const socket = net.connect((app.server.address() as AddressInfo).port, "127.0.0.1");
    t.after(() => socket.destroy());
    const failed: string[] = [];
    socket.on("error", ({ message }) => failed.push(message));
    const size = how === "content-length" ? String(2 * half.length) : "chunked";
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${how}: ${size}\r\n\r\n`);
    const chunk = how === "content-length" ? half : Buffer.concat([Buffer.from("100000\r\n"), half, Buffer.from("\r\n")]);
    for (let sent = 0; sent < 2; sent += 1) {
      socket.write(chunk);
      await setTimeout(100);
    }
    if (how === "transfer-encoding") socket.write("0\r\n\r\n");
    await setTimeout(100);
    const [answer] = (await once(socket, "data", { signal: AbortSignal.timeout(5_000) })) as [Buffer];
    socket.destroy();
    assert.match(answer.toString(), /^HTTP\/1.1 413 .*"code":"request.too-large"/s);
    assert.deepEqual(failed, []);
  });
