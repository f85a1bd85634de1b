import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { readRoad } from "@troad/directory";
import { recordedSecrets, systemClock } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import pg from "pg";
import { Browser } from "../apps/troad/demo/browser.ts";
import { modules } from "../apps/troad/modules.ts";
import { startEmbedded } from "../kernel/db/embedded.ts";
import { agree, ask, gatewayEndpoints, student, until } from "./kit/exchange.ts";
import { type Government, root, scratch, startGovernment } from "./kit/government.ts";

const data = scratch("secrets");
let government: Government | undefined;
before(async () => {
  government = await startGovernment({ data });
  const { running } = government;
  const { token } = await agree(running, { citizen: student(), key: "secrets" });
  const gateway = gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer;
  assert.equal((await ask({ gateway, consent: token, citizen: student() })).status, 200);
  const uses = () => running.use(mydataApi).usesOf(student().subject, { limit: 1 });
  await until(async () => (await uses()).length === 1, "a use of data to look at");
  await government.stop();
  government = undefined;
});
after(() => government?.stop());

const fileOf = (name: string): string => path.join(data, name);
const aside = (name: string): string => `${fileOf(name)}.aside`;

/** Starts with files missing, or other ones in their place; gives the refusal and puts the files back. */
async function refusalWithout(names: string[], instead?: () => string): Promise<Error & { code?: string }> {
  for (const name of names) {
    fs.renameSync(fileOf(name), aside(name));
    if (instead) fs.writeFileSync(fileOf(name), instead(), { mode: 0o600 });
  }
  try {
    government = await startGovernment({ data });
  } catch (error) {
    for (const name of names)
      assert.equal(fs.existsSync(fileOf(name)), instead !== undefined, `nothing was made in place of ${name}`);
    return error as Error;
  } finally {
    for (const name of names) fs.renameSync(aside(name), fileOf(name));
  }
  await government.stop();
  government = undefined;
  assert.fail(`started without ${names.join(", ")}`);
}

test("every secret and key of the installation is known to the database", async () => {
  const known = new Set((await listed()).map(({ name }) => name));
  const files = (fs.readdirSync(data, { recursive: true }) as string[]).filter((name) =>
    /\.(secret|key)$|\.jwks\.json$/.test(name),
  );
  assert.ok(files.length > 30);
  assert.deepEqual(
    files.filter((name) => !known.has(name)),
    [],
  );
});

const listed = (forget: string[] = []) =>
  recordedSecrets({
    modules,
    env: { TROAD_DATA: data },
    root,
    agencies: (content) => readRoad(content).agencies.map(({ id }) => id),
    clock: systemClock,
    forget,
  });

const lasting = [
  "pki/root.key",
  "pki/authority.secret",
  "road/gateways/ndu/message-log.secret",
  "mydata/keys.secret",
  "eid/keys/signing.jwks.json",
];

test("a lost secret or key is not replaced: the start is refused and names each file", async () => {
  const error = await refusalWithout(lasting);
  assert.deepEqual([error.name, error.code], ["ConfigurationError", "secret.lost"], error.stack);
  for (const name of lasting) {
    assert.ok(error.message.includes(`${fileOf(name)}: missing`), error.message);
    assert.ok(error.message.includes(`--forget=${name}`));
  }
  assert.match(error.message, /backup/);
});

test("another secret in the place of the one of before is refused by name", async () => {
  const other = (): string => randomBytes(32).toString("base64url");
  const error = await refusalWithout(["road/gateways/ndu/message-log.secret", "invoice/verify-codes.secret"], other);
  for (const file of ["ndu/message-log.secret", "verify-codes.secret"])
    assert.ok(error.message.includes(`${file}: another one`), error.message);
});

test("evidence of a log whose secret was given up says that it cannot be read, not that it is being sealed", async () => {
  const name = "road/gateways/ndu/message-log.secret";
  fs.renameSync(fileOf(name), aside(name));
  assert.ok((await listed([name])).find((one) => one.name === name)?.givenUp);
  government = await startGovernment({ data });
  try {
    const browser = new Browser();
    await browser.post(`${government.portal}/auth/demo`, {
      subject: student().subject,
      return: "/my-data",
    });
    const uses = await browser.get(`${government.portal}/my-data`);
    const proof = await browser.get(`${government.portal}${/href="(\/my-data\/TWDEMO[^"/?]+)"/.exec(uses.text)![1]}`);
    assert.match(proof.text, /無法讀取證據|The evidence cannot be read/);
    assert.doesNotMatch(proof.text, /being sealed|封存中/);
  } finally {
    await government.stop();
    government = undefined;
  }
  await assert.rejects(listed(["road/no-such.secret"]), /No secret is recorded/);
});

test("a data folder without fingerprints is checked by what fits: key, certificate, passphrase, messages", async () => {
  const name = "road/gateways/ndu/message-log.secret";
  const server = await startEmbedded(path.join(data, "postgres"));
  const client = new pg.Client({ host: server.socketDir, user: "troad_migrator", database: "troad" });
  await client.connect();
  const { rows } = await client.query<{ nspname: string }>(
    "select nspname from pg_namespace n join pg_class c on c.relnamespace = n.oid where relname = 'kernel_secret'",
  );
  const forgetAll = async () => {
    for (const { nspname } of rows) await client.query(`delete from "${nspname}".kernel_secret`);
  };
  fs.renameSync(aside(name), fileOf(name)); // the backup is found
  try {
    for (const [names, instead, message] of [
      [["pki/issuing.key"], undefined, /issuing\.key is missing, and its certificate .*issuing\.crt is there/],
      [
        ["pki/root.key"],
        () => fs.readFileSync(fileOf("pki/issuing.key"), "utf8"),
        /root\.key and .*root\.crt do not belong together/,
      ],
      [["pki/authority.secret"], undefined, /authority\.secret is missing, and .*\.key beside it/],
      [
        ["mydata/keys.secret"],
        () => randomBytes(32).toString("base64url"),
        /mydata\/keys\.secret does not open .*consent-seal\.key/,
      ],
      [[name], undefined, /ndu\/message-log\.secret is missing, and the log of this gateway/],
    ] as const) {
      await forgetAll();
      const error = await refusalWithout([...names], instead);
      assert.equal(error.code, "secret.unfit", error.stack);
      assert.match(error.message, message);
    }
    await forgetAll();
    await (await startGovernment({ data })).stop();
    assert.ok((await listed()).length > 30, "and are recorded then");
  } finally {
    await client.end();
    await server.stop();
  }
});
