import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { checkedPath, checkPrograms, openDataFolder, privateFolder, readOwnNote, replaceFile } from "./private-folder.ts";

const uid = process.getuid?.() ?? 0;
const scratch = (): string => fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "folder-")));
const refuses = (work: () => unknown, name: string): void => {
  assert.throws(work, (error: Error) => error.name === "ConfigurationError" && error.message.includes(name));
};

test("programs are used only where nobody else can change them and no link leads out of their folder", () => {
  const folder = scratch();
  fs.mkdirSync(path.join(folder, "bin"));
  fs.writeFileSync(path.join(folder, "bin", "postgres"), "", { mode: 0o755 });
  fs.symlinkSync("postgres", path.join(folder, "bin", "postmaster"));
  checkPrograms(folder, uid);
  fs.chmodSync(path.join(folder, "bin", "postgres"), 0o757);
  refuses(() => checkPrograms(folder, uid), "bin/postgres");
  fs.chmodSync(path.join(folder, "bin", "postgres"), 0o755);
  fs.symlinkSync("/usr/bin/env", path.join(folder, "bin", "initdb"));
  refuses(() => checkPrograms(folder, uid), "bin/initdb");
  fs.rmSync(path.join(folder, "bin", "initdb"));
  refuses(() => checkPrograms(folder, uid + 1), folder);
});

test("a folder in which everybody may replace entries is no way down, /tmp with its sticky bit is", () => {
  const folder = scratch();
  fs.mkdirSync(path.join(folder, "open"));
  fs.chmodSync(path.join(folder, "open"), 0o777);
  refuses(() => checkedPath(path.join(folder, "open", "data")), path.join(folder, "open"));
  fs.chmodSync(path.join(folder, "open"), 0o1777);
  assert.equal(checkedPath(path.join(folder, "open", "data")), path.join(folder, "open", "data"));
});

test("a link of the operator's own is followed: data on another disk", () => {
  const folder = scratch();
  fs.mkdirSync(path.join(folder, "disk"));
  fs.symlinkSync(path.join(folder, "disk"), path.join(folder, "data"));
  assert.equal(openDataFolder(path.join(folder, "data")), path.join(folder, "disk"));
});

test("nothing that is no folder stands for one, and nothing is written through a link", () => {
  const folder = scratch();
  fs.symlinkSync(folder, path.join(folder, "link"));
  fs.writeFileSync(path.join(folder, "file"), "x");
  refuses(() => privateFolder(path.join(folder, "link"), 0o700), "link");
  refuses(() => privateFolder(path.join(folder, "file"), 0o700), "file");
  fs.symlinkSync(path.join(folder, "file"), path.join(folder, "note"));
  refuses(() => readOwnNote(path.join(folder, "note")), "note");
  replaceFile(path.join(folder, "note"), "own\n");
  assert.deepEqual([readOwnNote(path.join(folder, "note")), fs.readFileSync(path.join(folder, "file"), "utf8")], ["own", "x"]);
});

test("a folder that holds other things keeps its mode, and one that everybody writes is refused", () => {
  const folder = scratch();
  fs.writeFileSync(path.join(folder, "letter"), "");
  fs.chmodSync(folder, 0o755);
  openDataFolder(folder);
  assert.equal(fs.statSync(folder).mode & 0o777, 0o755);
  fs.chmodSync(folder, 0o777);
  refuses(() => openDataFolder(folder), folder);
});
