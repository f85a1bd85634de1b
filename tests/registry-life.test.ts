import assert from "node:assert/strict";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { shiftedClock, systemIds, taipeiDate } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { roadApi } from "@troad/road/api";
import { readAnchor } from "@troad/xroad";
import { readNetworks } from "../modules/road/domain/networks.ts";
import { openDirectory } from "../modules/road/gateway/configuration/directory.ts";
import { outsideAgent } from "../modules/road/gateway/outside.ts";
import { signRequest } from "../modules/road/gateway/registration.ts";
import { gatewayEndpoints, until } from "./kit/exchange.ts";
import { type Government, scratch, startGovernment } from "./kit/government.ts";
import { type Member, openMember } from "./kit/member.ts";
import { grantAccess } from "./kit/right.ts";

const clock = shiftedClock();
const [minuteMs, dayMs] = [60_000, 86_400_000];
const outside = outsideAgent(readNetworks("", "none"));
let government: Government;
let ministry: Member;
before(async () => {
  government = await startGovernment({ clock, env: { ROAD_ENDINGS_SECONDS: "1" } });
  ministry = await openMember(government, "moi");
});
after(async () => {
  await outside.destroy();
  await government.stop();
});

const road = () => government.running.use(roadApi);
const refusedWith = (code: string) => (error: { code?: string }) => error.code === code;

async function follower(url = `${government.portal}/internalconf`, anchor?: string) {
  const read = readAnchor(Buffer.from(anchor ?? (await road().anchor("internal"))));
  assert.ok(read.ok);
  return openDirectory({ url, anchor: read.value, folder: scratch("kept"), outside, clock, log: government.running.log });
}

type Change = { type: "gateway-disabling" | "gateway-enabling" | "gateway-deletion" } | AddressChange;
type AddressChange = { type: "address-change"; address: string; consumerUrl: string };
async function hand(change: Change) {
  const whose = { instance: "TWDEMO", member: "GOV/MOI" };
  const signed = await signRequest({ clock, ids: systemIds(clock) }, ministry, whose, { server: "SS1", ...change });
  return road().submitRequest(signed);
}
const gateways = async () => (await road().members()).find(({ member }) => member === "GOV/MOI")!.gateways;

test("a member disables its gateway, enables it, moves and deletes it by signed requests, and the configuration follows", async () => {
  const directory = await follower();
  const seen = async () => {
    await directory.refresh();
    return directory
      .current()
      .members.find(({ member }) => member === "GOV/MOI")
      ?.gateways.map(({ address }) => address);
  };
  const { server, consumer } = gatewayEndpoints(government, "TWDEMO/GOV/MOI");
  assert.deepEqual(await seen(), [server]);
  assert.equal((await hand({ type: "gateway-disabling" })).state, "approved");
  assert.deepEqual([(await gateways())[0]?.enabled, await seen()], [false, []]);
  assert.equal((await hand({ type: "gateway-enabling" })).state, "approved");
  assert.deepEqual([(await gateways())[0]?.enabled, await seen()], [true, [server]]);

  const elsewhere = server.replace("127.0.0.1", "localhost");
  const moved = await hand({ type: "address-change", address: elsewhere, consumerUrl: consumer });
  if (moved.state === "submitted") await road().decideRequest({ id: moved.id, approve: true, reason: null, actor: "officer" });
  assert.deepEqual(await seen(), [elsewhere]);
  // attack: an address outside of the government's network takes no traffic
  const lured = await hand({ type: "address-change", address: "https://8.8.8.8:443", consumerUrl: consumer });
  assert.equal(lured.state, "submitted");
  assert.deepEqual(await seen(), [elsewhere]);

  assert.equal((await hand({ type: "gateway-deletion" })).state, "approved");
  assert.deepEqual([await gateways(), await seen()], [[], []]);
  await assert.rejects(hand({ type: "gateway-enabling" }), refusedWith("registry.server-unknown"));
  directory.stop();
});

test("a gateway follows the configuration key over two rotations; who knows the old anchor alone does not", async () => {
  const anchor = await road().anchor("internal");
  const directory = await follower();
  for (const round of [1, 2]) {
    clock.shift(11 * minuteMs);
    await directory.refresh(); // it hears of the key that will sign
    const before = directory.current().issuedAt;
    await road().rotateKey({ distribution: "internal", actor: "operator" });
    await assert.rejects(
      road().rotateKey({ distribution: "internal", actor: "operator" }),
      refusedWith("registry.key-too-young"),
    );
    await directory.refresh();
    assert.ok(directory.current().issuedAt > before, `round ${round}`);
  }
  const stranger = await follower(undefined, anchor);
  await assert.rejects(stranger.refresh(), /configuration refused/);
  const fresh = await follower();
  await fresh.refresh();
  assert.equal(fresh.current().issuedAt, directory.current().issuedAt);
  for (const one of [directory, stranger, fresh]) one.stop();
});

test("what is missing is looked for until it is there, and thousands that nobody knows cause one look a second", async () => {
  let looks = 0;
  const server = http.createServer((request, reply) => {
    if (request.url?.startsWith("/internalconf")) looks += 1;
    void (async () => {
      reply.end(Buffer.from(await (await fetch(`${government.portal}${request.url}`)).arrayBuffer()));
    })().catch((error: Error) => reply.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const directory = await follower(`http://127.0.0.1:${(server.address() as AddressInfo).port}/internalconf`);
  const isThere = (code: string): boolean => directory.current().groups.some((group) => group.code === code);
  // each is published when the look for the one before it has just been made: too late for that look, and not too early for its own
  for (const code of ["just-now", "a-moment-later", "later-still"]) {
    await road().setGroup({ code, description: code, members: ["EDU/NDU"], actor: "operator" });
    await directory.lookAgain();
    assert.ok(isThere(code), code);
  }
  assert.equal(looks, 3);
  // attack: certificates of members that the configuration does not name
  const began = performance.now();
  let asked = 0;
  while (performance.now() - began < 2_500) {
    await Promise.all(Array.from({ length: 1_000 }, () => directory.lookAgain()));
    for (let count = 0; count < 1_000; count += 1) void directory.lookSoon();
    asked += 2_000;
  }
  const seconds = (performance.now() - began) / 1_000;
  assert.ok(looks - 3 <= Math.ceil(seconds) + 1, `${looks - 3} looks in ${seconds} s for ${asked} questions`);
  directory.stop();
  await new Promise((resolve) => server.close(resolve));
});

test("attack: a configuration that is validly signed and older than the one in use is refused", async () => {
  const recorded = new Map<string, Buffer>();
  let replay = false;
  const server = http.createServer((request, reply) => {
    void (async () => {
      const at = request.url ?? "/";
      if (!replay) recorded.set(at, Buffer.from(await (await fetch(`${government.portal}${at}`)).arrayBuffer()));
      reply.end(recorded.get(at));
    })().catch((error: Error) => reply.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const relay = `http://127.0.0.1:${(server.address() as AddressInfo).port}/internalconf`;
  const [anchor, folder] = [await road().anchor("internal"), scratch("kept")];
  const read = readAnchor(Buffer.from(anchor));
  assert.ok(read.ok);
  const options = { anchor: read.value, folder, outside, clock, log: government.running.log };
  const first = openDirectory({ ...options, url: relay });
  await first.refresh();
  const old = first.current().issuedAt;
  first.stop();
  replay = true;
  await road().setGroup({ code: "newer", description: "newer", members: ["EDU/NDU"], actor: "operator" });
  const newer = openDirectory({ ...options, url: `${government.portal}/internalconf` });
  await newer.refresh();
  const issuedAt = newer.current().issuedAt;
  newer.stop();
  assert.ok(issuedAt > old);
  // over a restart too: what was kept on disk is the newer one
  const fooled = openDirectory({ ...options, url: relay });
  await assert.rejects(fooled.refresh(), /older than the one in use/);
  assert.equal(fooled.current().issuedAt, issuedAt);
  fooled.stop();
  await new Promise((resolve) => server.close(resolve));
});

test("both officers are reminded 30 and 7 days before a right ends, and after its last day it is closed", async () => {
  const validUntil = taipeiDate(new Date(clock.now().getTime() + 29 * dayMs));
  const { key: id } = await grantAccess(government, { values: { validUntil } });
  const reminders = async (to: string) =>
    (await government.running.use(notifyApi).inbox({ to, limit: 10 })).filter(({ link }) => link === `/access/${id}`).length;
  const both = async (count: number) =>
    (await reminders("applicant")) === count && (await reminders("approver")) === count ? true : undefined;
  await until(() => both(1), "the first reminder", 60_000);
  clock.shift(23 * dayMs);
  await until(() => both(2), "the second reminder", 60_000);
  clock.shift(6 * dayMs);
  assert.equal((await road().application({ id, agency: "moi" })).state, "approved", "its last day is a day of the right");
  clock.shift(dayMs);
  const closed = async () => (await road().application({ id, agency: "moi" })).state === "expired";
  await until(closed, "the end", 60_000);
  assert.ok(!(await road().agreements()).some((one) => one.id === id));
  const { actions } = await road().application({ id, agency: "ndu" });
  assert.deepEqual(
    actions.map(({ type }) => type),
    ["applied", "approved", "reminded", "reminded", "expired"],
  );
  assert.ok(await both(2), "nobody is reminded of what has ended");
});
