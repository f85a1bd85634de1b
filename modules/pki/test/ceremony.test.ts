import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { systemClock } from "@troad/kernel";
import { verifyChain } from "@troad/trust";
import { isGenuine } from "../authority/ceremony.ts";
import { holdCeremony, openAuthority, type SignedTranscript } from "../authority/index.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "ceremony-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const people = ["王小明", "陳怡君"];
const once = { people, root: true, afterMs: 0 };

test("a ceremony makes and rotates keys before two people, and its signed transcripts name each other", async () => {
  const place = { folder: path.join(folder, "files"), clock: systemClock };
  await assert.rejects(holdCeremony(place, { act: "rotate", ...once }), /no authority/);
  await assert.rejects(holdCeremony(place, { ...once, act: "begin", people: ["王小明", " 王小明 "] }), /two different people/);
  assert.ok(!existsSync(place.folder), "nothing was made");
  const first = await holdCeremony(place, { act: "begin", ...once });
  await assert.rejects(holdCeremony(place, { act: "begin", ...once }), /rotate/);
  // the root key may lie in a safe: nothing but a ceremony needs it
  const root = readFileSync(path.join(place.folder, "root.key"));
  rmSync(path.join(place.folder, "root.key"));
  assert.equal((await openAuthority(place)).current().number, 1);
  writeFileSync(path.join(place.folder, "root.key"), root, { mode: 0o600 });
  const second = await holdCeremony(place, { act: "rotate", ...once });
  assert.deepEqual([first, second].map(isGenuine), [true, true]);
  assert.equal(first.transcript.previous, null);
  assert.match(second.transcript.previous ?? "", /^[0-9a-f]{64}$/);
  assert.deepEqual(
    second.transcript.made.map(({ name }) => name),
    ["root", "new root by old", "old root by new", "issuing", "ocsp", "tsa"],
  );
  assert.equal((await openAuthority(place)).stamping().by.number, 2);
  // an earlier program rotated without a time-stamping unit: the one before goes on
  rmSync(path.join(place.folder, "tsa-2.crt"));
  const { by, tsa } = (await openAuthority(place)).stamping();
  assert.deepEqual([by.number, tsa.certificate.fingerprint], [1, first.transcript.made.at(-1)!.sha256]);
  const altered: SignedTranscript = { ...second, transcript: { ...second.transcript, people: ["someone else"] } };
  assert.equal(isGenuine(altered), false);
  assert.equal(JSON.stringify(second).includes("PRIVATE"), false);
});

const modulePath = "/usr/lib/softhsm/libsofthsm2.so";
const skip = existsSync(modulePath) ? false : "needs libsofthsm2.so";

test("the authority's keys are made, used and rotated in a PKCS#11 token, and no file holds one", { skip }, async () => {
  mkdirSync(path.join(folder, "tokens"));
  process.env.SOFTHSM2_CONF = path.join(folder, "softhsm2.conf");
  writeFileSync(
    process.env.SOFTHSM2_CONF,
    `directories.tokendir = ${folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n`,
  );
  writeFileSync(path.join(folder, "pin"), "739105\n", { mode: 0o600 });
  const label = ["--label", "PKI", "--pin", "739105", "--so-pin", "00000000"];
  assert.equal(spawnSync("softhsm2-util", ["--init-token", "--free", ...label]).status, 0);
  const token = `pkcs11:token=PKI?module-path=${modulePath}&pin-source=file:${folder}/pin`;
  const place = { folder: path.join(folder, "token"), clock: systemClock, token };
  const { transcript } = await holdCeremony(place, { act: "begin", ...once });
  assert.equal(transcript.keys, "token");
  await holdCeremony(place, { act: "rotate", ...once });
  assert.deepEqual(
    readdirSync(place.folder).filter((name) => name.endsWith(".key")),
    [],
  );
  const authority = await openAuthority(place);
  const [oldRoot, newRoot] = authority.roots();
  const intermediates = authority.intermediates();
  const use = { intermediates, at: new Date(), use: "ocsp" } as const;
  for (const { ocsp } of authority.generations())
    for (const root of [oldRoot!, newRoot!]) assert.ok(verifyChain(ocsp.certificate, { ...use, roots: [root] }).ok);
});
