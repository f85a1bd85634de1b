import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { roadApi } from "@troad/road/api";
import { parseCertificate, verifyContainer } from "@troad/trust";
import { agree, ask, evidenceOf, gatewayEndpoints, student, until, useOf } from "./kit/exchange.ts";
import { type Government, scratch, startGovernment } from "./kit/government.ts";

const modulePath = "/usr/lib/softhsm/libsofthsm2.so";
const found = (tool: string): boolean => spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0;
const skip =
  !(fs.existsSync(modulePath) && found("softhsm2-util") && found("pkcs11-tool")) && "needs softhsm2-util and pkcs11-tool";
const pin = "520817";
const folder = scratch("hsm");
const run = (program: string, ...args: string[]) => spawnSync(program, args, { encoding: "utf8" });
let government: Government;

before(async () => {
  if (skip) return;
  process.env.SOFTHSM2_CONF = path.join(folder, "softhsm2.conf");
  fs.mkdirSync(path.join(folder, "tokens"));
  fs.writeFileSync(process.env.SOFTHSM2_CONF, `directories.tokendir = ${folder}/tokens\nobjectstore.backend = file\n`);
  fs.writeFileSync(path.join(folder, "pin"), `${pin}\n`, { mode: 0o600 });
  for (const label of ["moi", "ndu"])
    run("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", pin, "--so-pin", "00000000");
  // One key is made by the gateway itself, the other one was in the token before.
  const keygen = ["--keypairgen", "--key-type", "EC:prime256v1", "--label", "seal", "--id", "01", "--usage-sign"];
  const made = run("pkcs11-tool", "--module", modulePath, "--token-label", "ndu", "--login", "--pin", pin, ...keygen);
  assert.equal(made.status, 0, made.stderr);
  const uri = (label: string) =>
    `${label}=pkcs11:token=${label};object=seal?module-path=${modulePath}&pin-source=file:${folder}/pin`;
  government = await startGovernment({ env: { ROAD_HSM: `${uri("moi")} ${uri("ndu")}` } });
});
after(() => government?.stop());

test("an exchange is signed on both sides by keys in tokens, and its evidence holds", { skip }, async () => {
  const { running, data } = government;
  const citizen = student();
  const { token } = await agree(running, { citizen, key: "hardware-keys" });
  const gateway = gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer;
  const answer = await ask({ gateway, id: "hardware-1", consent: token, citizen });
  assert.equal(answer.status, 200, answer.message);
  await useOf(running, citizen, "hardware-1", ["consumer", "provider"]);
  const evidence = await until(async () => {
    const one = await evidenceOf(running, "hardware-1", "provider");
    return one.state === "sealed" && one;
  }, "the evidence");
  const anchors = (await running.use(roadApi).roots()).map((pem) => parseCertificate(pem));
  const report = await verifyContainer(Buffer.from(evidence.container, "base64"), { roots: anchors });
  assert.ok(report.valid, JSON.stringify(report.steps));
  for (const agency of ["moi", "ndu"]) {
    const keys = fs.readdirSync(path.join(data, "road", "gateways", agency));
    assert.ok(keys.includes("seal-token.crt") && !keys.includes("seal.key"), keys.join());
    const listed = run("pkcs11-tool", "--module", modulePath, "--token-label", agency, "--login", "--pin", pin, "-O");
    assert.match(listed.stdout, /Private Key Object; EC[\s\S]*label:\s+seal/);
  }
  assert.ok(!fs.readFileSync(path.join(data, "test.log"), "utf8").includes(pin), "the PIN is in no log");
});
