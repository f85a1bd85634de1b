import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { agree, consumer, household, student, useOf } from "./kit/exchange.ts";
import { freePort, type Government, startGovernment } from "./kit/government.ts";
import { askStatus, askXroad, enrolPeer, openXroadServer, registerPeer, type XroadPeer, type XroadServer } from "./kit/xroad-peer.ts";
import { openMember } from "./kit/member.ts";

const ministry = "TWDEMO/GOV/MOI";
const citizen = student();
const body = Buffer.from(JSON.stringify({ nationalId: citizen.nationalId, fields: ["name", "householdNo"] }));

let government: Government;
let school: XroadPeer;
let server: XroadServer;
let door: string;
let statusDoor: string;
before(async () => {
  const ports = { messages: await freePort(), status: await freePort() };
  const both = `${ports.messages}:${ports.status}`;
  government = await startGovernment({ exceptAgencies: ["ndu"], env: { ROAD_XROAD_PORTS: `moi=${both}`, ROAD_XROAD_PEER_PORTS: both } });
  const { xroad } = government.running.endpoints().road as { xroad: { member: string; messages: string; status: string }[] };
  ({ messages: door, status: statusDoor } = xroad.find(({ member }) => member === ministry)!);
  school = await enrolPeer(government, "EDU/NDU", "127.0.0.2");
  server = await openXroadServer(school, ports);
  const address = `https://127.0.0.2:${ports.messages}`;
  await registerPeer(government, school, { server: "SS1", agency: "ndu", address, subsystems: ["AID"] });
});
after(async () => {
  await server.close();
  await government.stop();
});

test("a server of X-Road gets answers in its own form, to what anybody may ask and to what a citizen agreed to, signed either way", async () => {
  const target = `/r1/${ministry}/REGISTERS/listMethods`;
  const list = await askXroad(school, door, { method: "GET", target, client: consumer, id: "first" }, ministry);
  assert.equal(list.status, "200");
  assert.deepEqual([list.protocol, list.cipher], ["TLSv1.2", "ECDHE-ECDSA-AES256-SHA384"]);
  assert.ok(list.body.toString().includes('"service_code":"household"'));
  const { tls } = await openMember(government, "moi");
  assert.ok(await askStatus(school, statusDoor, tls.certificate));

  for (const form of ["direct", "chain"] as const) {
    const id = `asked-${form}`;
    const { token } = await agree(government.running, { citizen, key: id });
    const headers: [string, string][] = [
      ["Content-Type", "application/json"],
      ["X-Troad-Consent", token],
    ];
    const question = { target: `/r1/${household}/find`, client: consumer, id, headers, body, form };
    const reply = await askXroad(school, door, question, ministry);
    assert.equal(reply.status, "200", reply.body.toString());
    assert.equal((JSON.parse(reply.body.toString()) as { found: boolean }).found, true);
    assert.equal((await useOf(government.running, citizen, id, ["provider"])).outcome, "answered");
  }
});
