import assert from "node:assert/strict";
import { once } from "node:events";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import tls from "node:tls";
import { createRoot, generateSigner, privateKeyPem } from "@troad/trust";
import { protocol } from "../gateway/link/channel.ts";
import { openChannel } from "../gateway/link/channel-client.ts";
import { serveChannels } from "../gateway/link/channel-server.ts";

const limits = { silentMs: 600, answerMs: 60_000 };
let identity: { key: string; cert: string };
const closing: (() => void)[] = [];

before(async () => {
  const signer = await generateSigner("P-256");
  const now = Date.now();
  const root = await createRoot({
    subject: { CN: "test" },
    signer,
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + 3_600_000),
  });
  identity = { key: privateKeyPem(signer), cert: root.pem };
});
after(() => {
  for (const close of closing) close();
});

/** A gateway whose service needs `serviceMs`. */
async function gatewayWith(serviceMs: number, ALPNProtocols = [protocol]): Promise<string> {
  const server = https.createServer({ ...identity, ALPNProtocols });
  const channels = serveChannels(server, {
    answer: async (content) => {
      await sleep(serviceMs);
      return content;
    },
    refuse: () => Buffer.alloc(0),
    senderMs: 5_000,
    signOfLifeMs: 100,
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    channels.close();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const connect = async (address: string) => {
  const channel = await openChannel(address, { rejectUnauthorized: false }, limits);
  closing.push(() => channel.close());
  return channel;
};

test("a service that works longer than silence is borne gets its answer through: its gateway shows signs of life", async () => {
  const channel = await connect(await gatewayWith(2_000));
  const { content } = await channel.ask(Buffer.from("slow"), { sent: false });
  assert.equal(content.toString(), "slow");
});

test("a gateway that falls silent in the middle is given up, and its connection ended", async () => {
  const server = tls.createServer(
    { ...identity, ALPNProtocols: [protocol] },
    (socket) => void socket.resume().on("error", () => undefined),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => void server.close());
  const channel = await connect(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const began = performance.now();
  await assert.rejects(channel.ask(Buffer.from("lost"), { sent: false }), /no sign of life/);
  assert.ok(performance.now() - began < 3_000);
  assert.equal(channel.isOpen(), false);
});

test("a gateway that speaks another protocol or HTTP alone is not asked in it: the connection is refused", async () => {
  for (const other of ["troad/1", "http/1.1"])
    await assert.rejects(connect(await gatewayWith(50, [other])), /alert|protocol/i, other);
});
