import assert from "node:assert/strict";
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { CodedError } from "@troad/kernel";
import { SMTPServer } from "smtp-server";

export const refusedWith = async (code: string, work: Promise<unknown>): Promise<void> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof CodedError && error.code === code, String(error));
};

export type Received = { from: string; to: string[]; raw: Buffer };

/** A mail server that keeps what it takes; `refuses` says which recipients it does not know. */
export async function mailServer(port: number, refuses: (address: string) => boolean = () => false) {
  const received: Received[] = [];
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ["AUTH", "STARTTLS"], logger: false, closeTimeout: 100 },
    onRcptTo: ({ address }, _session, done) =>
      done(refuses(address) ? Object.assign(new Error("no such mailbox"), { responseCode: 550 }) : null),
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        received.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(parts) });
        done();
      });
    },
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const { port: taken } = server.server.address() as AddressInfo;
  return { received, port: taken, stop: () => new Promise<void>((done) => server.close(() => done())) };
}

/** Waits until `what` gives something, at most ten seconds. */
export async function soon<T>(what: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const found = await what();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error("it did not come within twenty seconds");
}

/** A browser's subscription, and how the browser reads what comes: RFC 8291 and RFC 8188, written from their text for this test. */
export function browser() {
  const pair = createECDH("prime256v1");
  const [publicKey, auth] = [pair.generateKeys(), randomBytes(16)];
  const derive = (secret: Buffer, salt: Buffer, info: Buffer, length: number) =>
    Buffer.from(hkdfSync("sha256", secret, salt, info, length));
  return {
    keys: { p256dh: publicKey.toString("base64url"), auth: auth.toString("base64url") },
    read(body: Buffer): string {
      const [salt, keyLength] = [body.subarray(0, 16), body.readUInt8(20)];
      const [sender, record] = [body.subarray(21, 21 + keyLength), body.subarray(21 + keyLength)];
      const info = Buffer.concat([Buffer.from("WebPush: info\0"), publicKey, sender]);
      const input = derive(pair.computeSecret(sender), auth, info, 32);
      const key = derive(input, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
      const nonce = derive(input, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
      const cipher = createDecipheriv("aes-128-gcm", key, nonce);
      cipher.setAuthTag(record.subarray(-16));
      const plain = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()]);
      return plain.subarray(0, plain.lastIndexOf(2)).toString("utf8");
    },
  };
}

export type Pushed = { path: string; headers: Record<string, unknown>; body: Buffer };
/** A push service over TLS; a path that begins with a number answers with it. */
export async function pushService(tls: { key: string; cert: string }) {
  const received: Pushed[] = [];
  const server = https.createServer(tls, async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    received.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(parts) });
    const status = Number(/^\/(\d{3})/.exec(request.url ?? "")?.[1] ?? 201);
    response.writeHead(status, status === 302 ? { location: "https://127.0.0.1/inside" } : {}).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { received, port, stop };
}
