import fs from "node:fs";
import http from "node:http";
import { parseCertificate, verifySealJws } from "@troad/trust";

/** An agency's information system in a process of its own: large answers, slowly, by consents that it checks itself and is told the end of. */
type Config = { port: number; roots: string; issuer: string; provider: string; kept: string; aheadMs: number };
const { port, roots, issuer, provider, kept, aheadMs } = JSON.parse(process.argv[2]!) as Config;
const anchors = fs
  .readFileSync(roots, "utf8")
  .split(/(?<=-----END CERTIFICATE-----)\s*/)
  .filter((pem) => pem.includes("BEGIN"))
  .map((pem) => parseCertificate(pem));

const megabytes = 5;
const pieces = 20;
const piece = "資".repeat((megabytes * 1024 * 1024) / pieces / 3);
/** How long it waits after each piece: every fourth answer comes about when it is withdrawn, the rest take twelve seconds. */
const stepMs = (n: number): number => (n % 4 === 0 ? (n + 1) * 20 : 600);
let asked = 0;

const endedBefore = (): string[] => (fs.existsSync(kept) ? fs.readFileSync(kept, "utf8").split("\n").filter(Boolean) : []);
const ended = new Set(endedBefore());

/** The id of a consent that covers this service now. */
async function consentIn(token: string): Promise<string | undefined> {
  const member = issuer.split("/").slice(0, 3).join("/");
  const trust = { typ: "troad-consent+jwt", roots: anchors, at: new Date(Date.now() + aheadMs), member };
  const sealed = await verifySealJws(token, trust);
  if (!sealed.ok) return undefined;
  const { jti, iss, requests } = sealed.value as { jti: string; iss: string; requests: { provider: string }[] };
  return iss === issuer && requests.some((one) => one.provider === provider) ? jti : undefined;
}

const server = http.createServer(async (request, reply) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const refuse = (code: string): void => {
    reply.writeHead(403, { "content-type": "application/problem+json" }).end(JSON.stringify({ code }));
  };
  const { headers } = request;
  if (request.url?.endsWith("/consents-ended")) {
    if (headers["x-road-client"] !== issuer) return refuse("consent.not-issuer");
    const { consents } = JSON.parse(body) as { consents: string[] };
    for (const one of consents) ended.add(one);
    fs.writeFileSync(kept, [...ended].join("\n"));
    process.send!({ told: consents });
    return reply.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ended: consents.length }));
  }
  const consent = await consentIn(String(headers["x-troad-consent"] ?? ""));
  if (consent === undefined) return refuse("consent.signature");
  if (ended.has(consent)) return refuse("consent.withdrawn");
  const n = asked++ % 20;
  process.send!({ asked: consent });
  reply.writeHead(200, { "content-type": "application/json" });
  reply.write('{"found":true,"record":{"scan":"');
  for (let sent = 0; sent < pieces; sent++) {
    reply.write(piece);
    await new Promise((done) => setTimeout(done, stepMs(n)));
  }
  return reply.end(`"},"asOf":"${new Date().toISOString()}"}`);
});
server.listen(port, "127.0.0.1", () => process.send!({ ready: true }));
