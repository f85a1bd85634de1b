import fs from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { ConfigurationError } from "@troad/kernel";
import Type from "typebox";
import Value from "typebox/value";

/** Keys, the secrets that open them, and what stands beside them. Everything else in the folder is data, or made anew. */
const isKept = (name: string): boolean => /\.(secret|key|crt|pem|vkey|json)$/.test(name) && !name.startsWith(".");
/** Of one machine alone, or no keys. */
const passedOver = new Set([
  "postgres",
  "tiles",
  "archives",
  "bodies",
  "spool",
  "files",
  "uploads",
  "print",
  "cards",
  "globalconf",
  "seen",
  "demo",
]);
const deepest = 6;
const mostBytes = 256 * 1024;

const filesSchema = Type.Array(
  Type.Object({
    name: Type.String({ pattern: "^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,6}$", maxLength: 300 }),
    content: Type.String({ maxLength: mostBytes * 2 }),
  }),
  { maxItems: 20_000 },
);

/** The key files of an installation, as another machine of it needs them. */
export function packKeyFiles(data: string): Buffer {
  const names = within(data, "", 1).filter((name) => name !== "endpoints.json");
  if (names.length === 0)
    throw new ConfigurationError(`${data} has no keys: start the platform with it first, or name its folder (TROAD_DATA).`);
  const files = names.map((name) => ({ name, content: fs.readFileSync(path.join(data, name)).toString("base64") }));
  return gzipSync(JSON.stringify(files));
}

function within(root: string, prefix: string, depth: number): string[] {
  if (depth > deepest) return [];
  return fs.readdirSync(path.join(root, prefix), { withFileTypes: true }).flatMap((entry) => {
    const name = prefix + entry.name;
    // certificates of processes are made by each machine itself, from the authority's key
    if (entry.isDirectory()) return passedOver.has(entry.name) || prefix === "peers/" ? [] : within(root, `${name}/`, depth + 1);
    return entry.isFile() && isKept(entry.name) && fs.statSync(path.join(root, name)).size <= mostBytes ? [name] : [];
  });
}

/** Writes them; a file that is there already stays, and if it says something else nothing at all is written. Gives how many. */
export function unpackKeyFiles(data: string, packed: Buffer): number {
  const files: unknown = JSON.parse(gunzipSync(packed, { maxOutputLength: 64 * 1024 * 1024 }).toString("utf8"));
  if (!Value.Check(filesSchema, files)) throw new ConfigurationError("what the code opened is not a set of key files");
  const wanted = files.map(({ name, content }) => ({ file: path.join(data, name), content: Buffer.from(content, "base64") }));
  const other = wanted.find(({ file, content }) => fs.existsSync(file) && !fs.readFileSync(file).equals(content));
  if (other) throw new ConfigurationError(`${other.file} is another key: this folder belongs to another installation.`);
  for (const { file, content } of wanted) {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    if (!fs.existsSync(file)) fs.writeFileSync(file, content, { mode: 0o600, flush: true });
  }
  return wanted.length;
}
