import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import pg from "pg";
import { type EmbeddedServer, startEmbedded } from "../kernel/db/embedded.ts";
import { scratch } from "./kit/government.ts";
import { guessable, knock, needsRoot, squat, stranger, strangersFolder } from "./kit/other-user.ts";

const undo: (() => unknown)[] = [];
after(async () => {
  for (const one of undo.reverse()) await one();
});
const skip = needsRoot;
const nobody = 65534;
const running: { server?: EmbeddedServer } = {};
const data = scratch("installation");
const place = path.join(data, "postgres");

/** A folder of a third user, into which the stranger wants to lead root. */
function victim(): string {
  const folder = path.join(scratch("victim"), "home");
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, "letter"), "private");
  for (const file of [folder, path.join(folder, "letter")]) fs.chownSync(file, 2, 2);
  return folder;
}
function untouched(folder: string): void {
  const modes = [folder, path.join(folder, "letter")].map((file) => fs.statSync(file));
  assert.deepEqual(
    modes.map(({ uid, mode }) => [uid, mode & 0o777]),
    [
      [2, 0o755],
      [2, 0o644],
    ],
    "owner and mode as before",
  );
}
const link = (target: string, at: string, uid = stranger): void => {
  fs.symlinkSync(target, at);
  fs.lchownSync(at, uid, uid);
};
const refusedAt = (file: string) => (error: Error) => {
  assert.equal(error.name, "ConfigurationError", error.stack);
  assert.ok(error.message.includes(file), `${error.message} names ${file}`);
  return true;
};

test("a database that another user runs where ours is looked for is never taken for ours", { skip }, async () => {
  const folder = guessable(place);
  strangersFolder(folder);
  undo.push(() => fs.rmSync(folder, { recursive: true, force: true }));
  undo.push(await squat(folder, path.join(scratch("squat"), "data")));
  running.server = await startEmbedded(place);
  undo.push(() => running.server?.stop());
  const client = new pg.Client({ host: running.server.socketDir, user: "postgres", database: "postgres" });
  await client.connect();
  const { rows } = await client.query<{ folder: string }>("select current_setting('data_directory') as folder");
  await client.end();
  assert.deepEqual([running.server.started, rows[0]?.folder], ["fresh", place]);
});

test("PostgreSQL that root started is no other daemon's, and lets in nobody but root and its own account", { skip }, () => {
  const { uid } = fs.statSync(place);
  assert.ok(uid !== 0 && uid !== nobody, `user ${uid}`);
  const socket = path.join(place, "socket", ".s.PGSQL.5432");
  for (const who of [nobody, stranger]) assert.equal(knock(who, socket), "EACCES");
  // even where every folder and the socket stand open the kernel tells the server who is there
  for (const file of [place, path.dirname(socket), socket]) fs.chmodSync(file, 0o777);
  try {
    assert.equal(knock(0, socket), "in");
    for (const who of [nobody, stranger]) assert.match(knock(who, socket), /Peer authentication failed/i);
  } finally {
    for (const file of [place, path.dirname(socket), socket]) fs.chmodSync(file, 0o700);
  }
});

test("a data folder of an older version changes hands without a link being followed, and loses its open access", {
  skip,
}, async () => {
  await running.server?.stop();
  const { uid } = fs.statSync(place);
  const home = victim();
  for (const name of fs.readdirSync(place, { recursive: true }) as string[])
    fs.lchownSync(path.join(place, name), nobody, nobody);
  fs.chownSync(place, nobody, nobody);
  fs.writeFileSync(path.join(place, "pg_hba.conf"), "local all all trust\n");
  link(home, path.join(place, "base", "home"), nobody);
  link(path.join(home, "letter"), path.join(place, "letter"), nobody);
  link(path.join(home, "letter"), path.join(place, `pg_ident.conf.${process.pid}`), nobody);
  running.server = await startEmbedded(place);
  untouched(home);
  for (const name of ["", "PG_VERSION", "base", "pg_hba.conf"]) assert.equal(fs.lstatSync(path.join(place, name)).uid, uid, name);
  assert.doesNotMatch(fs.readFileSync(path.join(place, "pg_hba.conf"), "utf8"), /trust/);
  assert.equal(running.server.started, "again");
});

test("a file with a second name outside is not handed over", { skip }, async () => {
  await running.server?.stop();
  const home = victim();
  fs.linkSync(path.join(home, "letter"), path.join(place, "base", "letter"));
  fs.chownSync(path.join(home, "letter"), nobody, nobody);
  fs.chownSync(path.join(place, "PG_VERSION"), nobody, nobody);
  await assert.rejects(startEmbedded(place), refusedAt(path.join(place, "base", "letter")));
  assert.equal(fs.statSync(path.join(home, "letter")).uid, nobody);
  fs.rmSync(path.join(place, "base", "letter"));
  running.server = await startEmbedded(place);
});

for (const [what, at] of [
  ["the data folder", (folder: string) => folder],
  ["the folder of the database", (folder: string) => path.join(folder, "postgres")],
  ["the old folder of the socket", (folder: string) => guessable(path.join(folder, "postgres"))],
] as const)
  test(`a symbolic link in place of ${what} gives nothing of another user away`, { skip }, async () => {
    const folder = path.join(scratch("link"), "data");
    const target = at(folder);
    const home = victim();
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.chmodSync(path.dirname(folder), 0o1777);
    link(home, target);
    undo.push(() => fs.rmSync(target, { force: true }));
    const attempt = startEmbedded(path.join(folder, "postgres"));
    if (target.startsWith(folder)) await assert.rejects(attempt, refusedAt(target));
    else await (await attempt).stop();
    untouched(home);
  });

test("a symbolic link in place of the socket's folder is refused by name", { skip }, async () => {
  await running.server?.stop();
  const home = victim();
  const at = path.join(place, "socket");
  link(home, at, fs.statSync(place).uid);
  await assert.rejects(startEmbedded(place), refusedAt(at));
  untouched(home);
  fs.rmSync(at);
});

test("a folder of the database that another user made before the first start is refused by name", { skip }, async () => {
  const folder = scratch("made");
  fs.chmodSync(folder, 0o1777);
  strangersFolder(path.join(folder, "postgres"), 0o700);
  await assert.rejects(startEmbedded(path.join(folder, "postgres")), refusedAt(path.join(folder, "postgres")));
  // as an older version's, which the next start would hand over
  fs.chownSync(path.join(folder, "postgres"), nobody, nobody);
  fs.chmodSync(folder, 0o1777);
  await assert.rejects(startEmbedded(path.join(folder, "postgres")), refusedAt(path.join(folder, "postgres")));
  const whole = strangersFolder(path.join(scratch("whole"), "data"), 0o777);
  await assert.rejects(startEmbedded(path.join(whole, "postgres")), refusedAt(whole));
});

test("a data folder under any long path has its socket inside, and nothing is made in /tmp", async () => {
  const folder = path.join(scratch("long"), "a-long-name".repeat(12));
  fs.mkdirSync(folder, { mode: 0o711 });
  const server = await startEmbedded(path.join(folder, "postgres"));
  try {
    assert.ok(fs.existsSync(path.join(folder, "postgres", "socket", ".s.PGSQL.5432")));
    assert.equal(fs.existsSync(guessable(path.join(folder, "postgres"))), false);
    const client = new pg.Client({ host: server.socketDir, user: "postgres", database: "postgres" });
    await client.connect();
    await client.end();
  } finally {
    await server.stop();
  }
});
