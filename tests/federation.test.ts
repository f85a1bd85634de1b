import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { roadApi } from "@troad/road/api";
import { clientsOfContent } from "./kit/agencies.ts";
import { gatewayEndpoints } from "./kit/exchange.ts";
import { type Government, root, scratch, startGovernment } from "./kit/government.ts";
import { grantAccess } from "./kit/right.ts";

let home: Government;
let abroad: Government;
before(async () => {
  // the same content under another instance: another country
  const content = path.join(scratch("abroad"), "content");
  fs.cpSync(path.join(root, "content"), content, { recursive: true });
  const file = path.join(content, "agencies", "moda", "agency.json");
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace('"TWDEMO"', '"ABROAD"'));
  home = await startGovernment({ env: { ROAD_FEDERATION_NETWORKS: "127.0.0.0/8,::1/128" } });
  abroad = await startGovernment({ env: { TROAD_CONTENT: content } });
});
after(async () => {
  await abroad?.stop();
  await home?.stop();
});

const clientsOf = async (instance: string): Promise<object[]> => {
  const { consumer } = gatewayEndpoints(home, "TWDEMO/EDU/NDU");
  const reply = await fetch(`${consumer}/listClients?xRoadInstance=${instance}`, { headers: { accept: "application/json" } });
  // an instance that is not known is 404
  return reply.status === 404 ? [] : ((await reply.json()) as { member: object[] }).member;
};

/** Makes the gateways fetch the configuration now, as a change of rights does. */
async function told(): Promise<void> {
  await grantAccess(home);
}

test("members of an instance whose anchor is trusted are known under their own instance, until it is trusted no more", async () => {
  const road = home.running.use(roadApi);
  const anchor = await abroad.running.use(roadApi).anchor("external");
  assert.deepEqual(await clientsOf("ABROAD"), []);
  assert.deepEqual(await road.trustAnchor({ xml: anchor, actor: "officer" }), { instance: "ABROAD" });
  await told();
  assert.equal((await clientsOf("ABROAD")).length, clientsOfContent);
  assert.equal((await clientsOf("TWDEMO")).length, clientsOfContent);
  await road.forgetAnchor({ instance: "ABROAD", actor: "officer" });
  await told();
  assert.deepEqual(await clientsOf("ABROAD"), []);
});

test("attack: an anchor whose keys are not the source's brings in nobody, and stops nothing at home", async () => {
  const road = home.running.use(roadApi);
  const [anchor, own] = [await abroad.running.use(roadApi).anchor("external"), await road.anchor("external")];
  const [stolen] = /<verificationCert>[^<]+/.exec(own) ?? [""];
  await road.trustAnchor({ xml: anchor.replaceAll(/<verificationCert>[^<]+/g, stolen), actor: "officer" });
  await told();
  assert.deepEqual(await clientsOf("ABROAD"), []);
  assert.equal((await clientsOf("TWDEMO")).length, clientsOfContent);
});
