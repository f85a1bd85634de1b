import assert from "node:assert/strict";
import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { CodedError } from "@troad/kernel";
import { createRoot, generateSigner } from "@troad/trust";
import { openLink } from "../gateway/link/link.ts";

/** A machine that takes connections and says nothing: what a firewall that drops packets looks like to TLS. */
let hole: net.Server;
let link: ReturnType<typeof openLink>;

before(async () => {
  hole = net.createServer((socket) => void socket.on("error", () => undefined).resume());
  hole.listen(0, "127.0.0.1");
  await once(hole, "listening");
  const { port } = hole.address() as AddressInfo;
  const gateway = { code: "SS1", address: `https://127.0.0.1:${port}`, tlsFingerprints: ["ab"] };
  const member = { member: "GOV/HOLE", name: {}, subsystems: ["AID"], gateways: [gateway] };
  const conf = { instance: "X", members: [member], federated: [], groups: [], agreements: [], xroadServers: [] };
  const signer = await generateSigner("P-256");
  const now = Date.now();
  const certificate = await createRoot({
    subject: { CN: "test" },
    signer,
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + 3_600_000),
  });
  const identity = {
    tls: { keyPem: signer.privateKey.export({ type: "pkcs8", format: "pem" }).toString(), chain: [certificate] },
  };
  link = openLink(
    { ...identity, onRenewed: () => () => undefined } as never,
    { pem: () => [certificate.pem], onChanged: () => () => undefined },
    {
      current: () => conf,
      awake: async () => undefined,
      lookAgain: async () => undefined,
      lookSoon: async () => undefined,
    } as never,
  );
});
after(async () => {
  await link.close();
  hole.close();
});

const ask = async (): Promise<number> => {
  const began = performance.now();
  await assert.rejects(
    link.exchange({ member: "GOV/HOLE", server: undefined }, { frames: Buffer.from("x") }, { sent: false }),
    (error) => error instanceof CodedError && error.code.endsWith("NetworkError"),
  );
  return performance.now() - began;
};

test("of calls to a machine that does not answer the first waits for its connection, and no other does", async () => {
  const first = await ask();
  assert.ok(first > 4_000, `${first} ms`);
  for (let count = 0; count < 3; count += 1) assert.ok((await ask()) < 1_000);
});
