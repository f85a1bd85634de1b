import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { root, scratch } from "../kit/government.ts";
import { readUnit } from "./unit.ts";

const folder = path.join(root, "deploy", "machines", "systemd");
const files = fs.readdirSync(folder).map((name) => path.join(folder, name));
const missing = spawnSync("systemd-analyze", ["--version"]).status !== 0;
if (missing && process.env.CI === "true") throw new Error("systemd-analyze is missing");

test("every unit is one that systemd takes, and its sandbox is closed", { skip: missing }, () => {
  assert.ok(files.length >= 4);
  for (const file of files) {
    const done = spawnSync("systemd-analyze", ["security", "--offline=yes", "--threshold=30", file], { encoding: "utf8" });
    assert.equal(done.status, 0, `${file}\n${done.stdout}${done.stderr}`);
  }
  const open = spawnSync("systemd-analyze", ["security", "--offline=yes", "--threshold=30", openUnit()], { encoding: "utf8" });
  assert.notEqual(open.status, 0, "a unit without a sandbox does not pass");
});

/** The platform's unit with its sandbox taken away. */
function openUnit(): string {
  const place = path.join(scratch("unit"), "troad.service");
  const text = fs.readFileSync(path.join(folder, "troad.service"), "utf8");
  fs.writeFileSync(place, text.replace(/^(NoNew|Protect|Private|Restrict|SystemCall|Capab|Lock|RemoveIPC).*\n/gm, ""));
  return place;
}

test("a unit is read as systemd reads it: files over values, names replaced, a file that is missing refused", () => {
  const unit = (content: string | undefined) =>
    readUnit("troad", path.join(folder, "troad.service"), (place) =>
      place.endsWith("machine.env") ? "TROAD_ADDRESS=10.0.0.9\n" : content,
    );
  const read = unit("# a remark\nPORT=1\nPORT=2\n");
  assert.deepEqual([read.env.PORT, read.user, read.killSignal, read.stopSeconds], ["2", "troad", "SIGTERM", 40]);
  assert.ok(read.command.includes("HOST=10.0.0.9"));
  assert.throws(() => unit(undefined), /is missing on the machine/);
});
