import fs from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";
import { serveAsset } from "@troad/kernel";
import type { FastifyInstance } from "fastify";

/** What browsers run, each after what it imports: the rules of the verifier are the very files that this server uses. */
const files = [
  ["@troad/credential/presentation", import.meta.resolve("@troad/credential/presentation")],
  ["@troad/credential/status-keeper", import.meta.resolve("@troad/credential/status-keeper")],
  ["offline", import.meta.resolve("../browser/offline.ts")],
] as const;

/** Serves them as modules of our own origin without their types; gives the address of the last. */
export function serveScripts(app: FastifyInstance): string {
  const served = new Map<string, string>();
  for (const [name, at] of files) {
    const source = stripTypeScriptTypes(fs.readFileSync(fileURLToPath(at), "utf8"));
    const text = source.replace(/ from "([^"]+)";/g, (_found, to: string) => {
      const address = served.get(to) ?? served.get(to.replace("./", "@troad/credential/").replace(/\.ts$/, ""));
      if (!address) throw new Error(`${name} imports ${to}, which is not served before it`);
      return ` from "${address}";`;
    });
    served.set(name, serveAsset(app, `/age-check/assets/${name.split("/").at(-1)}.js`, { text, type: "text/javascript" }));
  }
  return served.get("offline")!;
}
