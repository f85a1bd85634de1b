/** The peers of the road: proxies that do less than gateways. */
import path from "node:path";
import { createRoot, generateSigner, issueCertificate, privateKeyPem } from "@troad/trust";
import { type Child, startChild } from "./children.ts";

const script = path.join(import.meta.dirname, "proxy.ts");

async function certified(): Promise<{ key: string; cert: string; ca: string }> {
  const signer = await generateSigner("P-256");
  const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };
  const rootSigner = await generateSigner("P-256");
  const root = await createRoot({ signer: rootSigner, subject: { CN: "bench" }, ...validity } as Parameters<
    typeof createRoot
  >[0]);
  const issued = await issueCertificate({
    profile: "tls",
    subject: { CN: "localhost" },
    publicKey: signer.publicKey,
    issuer: { signer: rootSigner, certificate: root },
    san: { dns: ["localhost"], ip: ["127.0.0.1"] },
    ...validity,
  });
  return { key: privateKeyPem(signer), cert: issued.pem, ca: root.pem };
}

/** Two bare hops of mTLS 1.3 in front of `echo`, by undici. */
export async function startProxies(
  echo: string,
  how: { sign: boolean; spool?: boolean; folder?: string },
): Promise<{ url: string; parts: Child[] }> {
  // both hops have the same key: whose it is costs nothing
  const tls = await certified();
  const provider = await startChild(script, [JSON.stringify({ role: "provider", to: echo, ...how, peer: tls.cert, ...tls })]);
  const consumer = await startChild(script, [
    JSON.stringify({ role: "consumer", to: provider.said.url, ...how, peer: tls.cert, ...tls }),
  ]);
  return { url: String(consumer.said.url), parts: [provider, consumer] };
}
