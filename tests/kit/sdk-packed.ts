import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { root, scratch } from "./government.ts";

const sdk = path.join(root, "packages/sdk");
const needs = ["jose", "openid-client", "oauth4webapi", "@types/node", "undici-types"];

/** The SDK as `npm pack` makes it, in an empty folder with what it depends on, beside the examples. */
export function packedSdk(): { folder: string; example(name: string): string } {
  const folder = scratch("sdk");
  const env = { ...process.env, PATH: `${path.join(root, "node_modules/.bin")}${path.delimiter}${process.env.PATH}` };
  execFileSync("npm", ["pack", "--pack-destination", folder, "--silent"], { cwd: sdk, env });
  fs.rmSync(path.join(sdk, "dist"), { recursive: true, force: true });
  const [file] = fs.readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  const place = path.join(folder, "node_modules/@troad/sdk");
  fs.mkdirSync(place, { recursive: true });
  execFileSync("tar", ["xzf", path.join(folder, file!), "-C", place, "--strip-components=1"]);
  assert.ok(!fs.readdirSync(place, { recursive: true }).some((name) => /(?<!\.d)\.ts$/.test(String(name))), "plain JavaScript");
  for (const name of needs) {
    fs.mkdirSync(path.dirname(path.join(folder, "node_modules", name)), { recursive: true });
    fs.symlinkSync(path.join(root, "node_modules", name), path.join(folder, "node_modules", name));
  }
  fs.cpSync(path.join(root, "examples"), path.join(folder, "examples"), { recursive: true });
  return { folder, example: (name) => path.join(folder, "examples", name, "main.mjs") };
}

/** Node 22 from npm, for the SDK runs on it too; undefined outside CI, where a run should need no network, unless one is named. */
export function node22({ folder }: { folder: string }): string | undefined {
  if (process.env.TROAD_SDK_NODE) return process.env.TROAD_SDK_NODE;
  if (!process.env.CI) return undefined;
  const name = `node-${process.platform}-${process.arch}`;
  const place = path.join(folder, "node22");
  fs.mkdirSync(place, { recursive: true });
  const options = ["--prefix", place, "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"];
  execFileSync("npm", ["install", ...options, `${name}@22`], { stdio: "ignore" });
  const node = path.join(place, "node_modules", name, "bin", "node");
  assert.match(execFileSync(node, ["--version"], { encoding: "utf8" }), /^v22\./);
  return node;
}

/** Its types pass tsc as a stranger's project sees them, and a wrong use does not. */
export function typesPass({ folder }: { folder: string }): void {
  const check = (use: string): number | null => {
    fs.writeFileSync(path.join(folder, "use.mts"), `import { connect, newKeys, TroadError } from "@troad/sdk";\n${use}\n`);
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--types", "node", "--ignoreConfig"];
    const ran = spawnSync(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), ...options, "use.mts"], {
      ...{ cwd: folder, encoding: "utf8" },
    });
    return ran.stdout.includes("TS5") ? assert.fail(ran.stdout) : ran.status;
  };
  const right = `const { signingKey, encryptionKey } = await newKeys();
    const troad = connect({ portal: "https://x.example", clientId: "c", signingKey, encryptionKey, root: "00", member: "m" });
    export const back = async (address: string): Promise<unknown> => {
      const asked = await troad.data.ask({ sets: [{ set: "household-now" }], redirectUri: address });
      const came = troad.data.returned(address, asked.session);
      return came.refused ? new TroadError("none").code : (await troad.data.fetch(came, asked.session)).data["household-now"]?.records[0];
    };`;
  assert.equal(check(right), 0, "the types pass");
  assert.notEqual(check(right.replace('"household-now" }]', "7 }]")), 0, "a number is no set");
}
