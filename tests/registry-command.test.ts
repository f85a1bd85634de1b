import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { after, before, test } from "node:test";
import { readAnchor } from "@troad/xroad";
import { type Government, scratch, startGovernment } from "./kit/government.ts";
import { type Ran, troad as run } from "./kit/troad.ts";

let government: Government;
before(async () => {
  government = await startGovernment({ fresh: true });
});
after(() => government.stop());

/** Runs the program as an operator does, against the running government. */
const troad = (words: string[], data = government.data): Promise<Ran> => run("registry", ...words, `--data=${data}`);
const socket = (): string => (government.running.endpoints().road as { operator: string }).operator;

test("an operator reads anchor, members and requests", async () => {
  const anchor = await troad(["anchor", "external"]);
  const read = readAnchor(Buffer.from(anchor.out));
  assert.ok(read.ok && read.value.instance === "TWDEMO", anchor.err);
  const members = JSON.parse((await troad(["members", "--json"])).out) as { member: string; gateways: object[] }[];
  assert.deepEqual(
    members
      .map(({ member }) => member)
      .sort()
      .slice(0, 2),
    ["EDU/NDU", "GOV/MOA"],
  );
  assert.equal(members.find(({ member }) => member === "GOV/MOI")?.gateways.length, 1);
  assert.match((await troad(["members"])).out, /^GOV\/MOI\t.+\t[^\t\n]*REGISTERS[^\t\n]*\n {2}SS1\thttps:/m);
  const requests = JSON.parse((await troad(["requests", "--state=approved", "--json"])).out) as { state: string }[];
  assert.ok(requests.length >= 5 && requests.every(({ state }) => state === "approved"));
});

test("an operator trusts an instance, lists it and trusts it no more; a refusal exits with 1", async () => {
  const file = path.join(scratch("anchor"), "anchor.xml");
  const own = (await troad(["anchor", "external"])).out;
  fs.writeFileSync(file, own);
  const refused = await troad(["trust-anchor", "add", file, "--json"]);
  assert.equal(refused.exit, 1);
  assert.equal((JSON.parse(refused.out) as { code: string }).code, "registry.anchor-refused");
  fs.writeFileSync(file, own.replaceAll("TWDEMO", "EE").replace(/>http:[^<]+/, ">https://conf.example/externalconf"));
  const added = await troad(["trust-anchor", "add", file]);
  assert.equal(added.exit, 0, added.err);
  assert.equal((await troad(["trust-anchor", "list"])).out, "EE\n");
  assert.equal((await troad(["trust-anchor", "remove", "EE"])).exit, 0);
  assert.equal((await troad(["trust-anchor", "list"])).out, "");
  const again = await troad(["trust-anchor", "remove", "EE", "--lang=zh-Hant"]);
  assert.equal(again.exit, 1);
  assert.match(again.err, /\p{Script=Han}/u);
});

test("an operator sets and ends a group; strangers stay out", async () => {
  assert.equal((await troad(["groups", "add", "schools", "EDU/NDU", "--description=All schools"])).exit, 0);
  assert.equal((await troad(["groups", "list"])).out, "schools\tAll schools\tEDU/NDU\n");
  assert.equal((await troad(["groups", "add", "schools", "EDU/NOBODY"])).exit, 1);
  assert.equal((await troad(["groups", "remove", "schools"])).exit, 0);
  assert.equal((await troad(["groups", "list"])).out, "");
});

test("a key that is too young does not sign, wrong words exit with 2, and so says the help", async () => {
  const young = await troad(["rotate-key", "internal"]);
  assert.equal(young.exit, 1);
  assert.match(young.err, /announced too recently/);
  for (const words of [[], ["nothing"], ["rotate-key"], ["groups", "add", "x"], ["requests", "--state=odd"], ["members", "x"]])
    assert.equal((await troad(words)).exit, 2, words.join(" "));
  const help = await troad(["--help"]);
  assert.deepEqual([help.exit, help.out.includes("trust-anchor add FILE")], [0, true]);
  const nobody = await troad(["members"], scratch("empty"));
  assert.equal(nobody.exit, 1);
  assert.match(nobody.err, /no registry runs/);
});

test("attack: the door is closed to other users, and opens nothing but the operator's methods, in the operator's name", async () => {
  assert.equal(fs.statSync(socket()).mode & 0o777, 0o600);
  assert.equal(fs.statSync(path.dirname(socket())).mode & 0o777, 0o700);
  const post = (method: string, argument?: unknown) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const headers = { "content-type": "application/json" };
      http
        .request({ socketPath: socket(), path: `/${method}`, method: "POST", headers }, (reply) => {
          let text = "";
          reply.on("data", (part: Buffer) => {
            text += part.toString();
          });
          reply.on("end", () => resolve({ status: reply.statusCode ?? 0, text }));
        })
        .on("error", reject)
        .end(JSON.stringify({ argument }));
    });
  for (const method of ["revokeApplication", "act", "recordTransfers", "evidenceOf", "constructor", "__proto__", "decideRequest"])
    assert.equal((await post(method, {})).status, 404, method);
  for (const argument of [{ code: 1 }, [], "x", { code: "a", description: "b", members: [1] }])
    assert.equal((await post("setGroup", argument)).status, 400, JSON.stringify(argument));
  assert.equal((await post("setGroup", { code: "a", description: "b", members: ["EDU/NDU"], actor: "someone" })).status, 200);
});
