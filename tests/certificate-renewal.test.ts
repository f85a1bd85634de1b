import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import tls from "node:tls";
import { type Certificate, parseCertificate, parseCertificates } from "@troad/trust";
import { request } from "undici";
import { gatewayEndpoints } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import { slowness } from "./kit/patience.ts";

/**
 * Certificates that hold for 34 seconds (on a slow machine longer): whatever is not renewed while the process runs is over within the test.
 * They begin a minute before they are made, so a quarter of their life is 23 seconds: time for a configuration to run out, which takes eight,
 * and thirteen to spare; the slower the machine, the more.
 */
const lifeSeconds = Math.round(24 + 10 * slowness);
const configurationSeconds = Math.round(7 + slowness);
let government: Government;
before(async () => {
  government = await startGovernment({
    fresh: true,
    exceptAgencies: ["moa", "moe", "moea", "mof", "mohw", "mol", "motc"],
    env: {
      PKI_MEMBER_SECONDS: String(lifeSeconds),
      ROAD_RENEWAL_SECONDS: "1",
      ROAD_CONFIGURATION_SECONDS: String(configurationSeconds),
      PEOPLE: "100",
    },
  });
});
after(() => government.stop());

/** What a gateway shows. */
function shownBy(member: string): Promise<Certificate> {
  const { hostname, port } = new URL(gatewayEndpoints(government, member).server);
  const options = { host: hostname, port: Number(port), rejectUnauthorized: false, ALPNProtocols: ["http/1.1"] };
  return new Promise((resolve, reject) => {
    const socket = tls.connect(options, () => {
      resolve(parseCertificate(socket.getPeerCertificate().raw));
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

const onDisk = (agency: string, name: string): Certificate =>
  parseCertificates(fs.readFileSync(path.join(government.data, "road", "gateways", agency, `${name}.crt`), "utf8"))[0]!;

test("certificates are renewed while exchanges run, and not one exchange fails", async (t) => {
  const names = ["seal", "tls", "encryption"];
  const first = names.map((name) => onDisk("moi", name));
  const shown = await shownBy("TWDEMO/GOV/MOI");
  const { consumer } = gatewayEndpoints(government, "TWDEMO/EDU/NDU");
  const failed: unknown[] = [];
  let answered = 0;
  const end = 3_000 + Math.max(...first.map(({ notAfter }) => notAfter.getTime()));
  while (Date.now() < end) {
    const reply = await request(`${consumer}/r1/TWDEMO/GOV/MOI/REGISTERS/listMethods`, {
      headers: { "x-road-client": "TWDEMO/EDU/NDU/AID" },
    });
    const text = await reply.body.text();
    if (reply.statusCode === 200) answered += 1;
    else failed.push(text);
    await sleep(100);
  }
  t.diagnostic(`${answered} exchanges`);
  assert.deepEqual([failed, answered > 50], [[], true]);
  for (const [index, name] of names.entries()) {
    const now = onDisk("moi", name);
    assert.ok(first[index]!.notAfter.getTime() < Date.now(), `the first ${name} has ended`);
    assert.ok(
      now.notAfter.getTime() > Date.now() && now.publicKey.equals(first[index]!.publicKey),
      `${name} holds, with its key`,
    );
  }
  const later = await shownBy("TWDEMO/GOV/MOI");
  assert.notEqual(later.serialHex, shown.serialHex);
  assert.ok(later.notAfter.getTime() > Date.now());
});
