import fs from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { serveAsset } from "@troad/kernel";
import type { FastifyInstance } from "fastify";

export type Scripts = { vault: string; share: string; zip: string };

/** What browsers run, each after what it imports. */
const files = [
  ...["domain/format.ts", "browser/bytes.ts", "browser/sealing.ts", "browser/recovery.ts", "browser/passkey.ts"],
  ...["browser/server.ts", "browser/screen.ts", "browser/keys.ts", "browser/contents.ts", "browser/links.ts"],
  ...["browser/vault-page.ts", "browser/share-page.ts"],
];
const type = "text/javascript";

/** Serves the files of `browser/` as modules of our own origin: themselves without their types, importing each other by their addresses. */
export function serveScripts(app: FastifyInstance): Scripts {
  const served = new Map<string, string>();
  const zip = path.join(path.dirname(fileURLToPath(import.meta.resolve("@zip.js/zip.js"))), "index-native.min.js");
  for (const file of files) {
    const source = stripTypeScriptTypes(fs.readFileSync(path.join(import.meta.dirname, "..", file), "utf8"));
    const text = source.replace(/ from "(\.[^"]+)";/g, (_found, to: string) => {
      const address = served.get(path.posix.join(path.posix.dirname(file), to));
      if (!address) throw new Error(`${file} imports ${to}, which is not served before it`);
      return ` from "${address}";`;
    });
    served.set(file, serveAsset(app, `/vault/assets/${path.basename(file, ".ts")}.js`, { text, type }));
  }
  return {
    vault: served.get("browser/vault-page.ts")!,
    share: served.get("browser/share-page.ts")!,
    zip: serveAsset(app, "/vault/assets/zip.js", { text: fs.readFileSync(zip, "utf8"), type }),
  };
}
