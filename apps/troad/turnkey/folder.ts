import fs from "node:fs";
import path from "node:path";
import {
  type BanCheck,
  type Finding,
  findingsOf,
  type MessageKind,
  maxDocumentBytes,
  maxMessages,
  readMig,
} from "@troad/invoice-formats";

/**
 * The folder between a shop's program and the platform. A file moves out -> work -> done or error, each step one rename. Files in work when
 * the program ends are sent again by the next run, and the platform recognises them. Shop programs write elsewhere and move a complete file
 * into out.
 */
export const places = ["out", "work", "done", "error", "in"] as const;
export type Place = (typeof places)[number];

export function openFolder(root: string): void {
  for (const place of places) fs.mkdirSync(path.join(root, place), { recursive: true });
}

/** Waiting files, oldest name first: those already in work, then new ones, which are moved to work. */
export function takeFiles(root: string, most = maxMessages): string[] {
  const names = (place: Place): string[] =>
    fs
      .readdirSync(path.join(root, place), { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith(".xml") && !entry.name.startsWith("."))
      .map(({ name }) => name)
      .sort();
  const waiting = names("work");
  for (const name of names("out")) {
    if (waiting.length >= most) break;
    if (waiting.includes(name)) continue; // a file of the same name is in work: this one waits until that is done
    move(root, name, "out", "work");
    waiting.push(name);
  }
  return waiting.slice(0, most);
}

export const move = (root: string, name: string, from: Place, to: Place): void =>
  fs.renameSync(path.join(root, from, name), path.join(root, to, name));

/** Writes a result so that a program watching `in` never sees half of it. */
export function writeResult(root: string, name: string, text: string): void {
  const partial = path.join(root, "in", `.${name}.${process.pid}`);
  fs.writeFileSync(partial, text);
  fs.renameSync(partial, path.join(root, "in", name));
}

/** A file of the folder: one message that may be sent, or the errors in it. */
export type ShopFile = {
  readonly name: string;
  readonly number: string;
  readonly date: string;
  readonly kind: MessageKind | undefined;
  /** The root element exactly as in the file: the signature covers what the shop wrote. */
  readonly element: string;
  readonly findings: readonly Finding[];
};

export function readShopFile(root: string, name: string, isBan: BanCheck): ShopFile {
  const file = path.join(root, "work", name);
  const bytes = fs.statSync(file).size > maxDocumentBytes ? undefined : fs.readFileSync(file);
  const read = bytes && readMig(bytes, { isBan });
  const none = { name, number: "", date: "", kind: undefined, element: "" };
  if (!read) return { ...none, findings: [{ kind: "schema", code: "xml.too-large", path: "/" }] };
  if (read.is !== "message") return { ...none, findings: [{ kind: "schema", code: "message.unknown", path: "/" }] };
  const { kind, body, findings } = read.message;
  const fields = (body ?? {}) as Record<string, unknown>;
  const main = (fields.Main ?? fields) as Record<string, unknown>;
  const text = (suffix: string): string => {
    const found = Object.entries(main).find(([field, value]) => field.endsWith(suffix) && typeof value === "string");
    return found ? String(found[1]).slice(0, 16) : "";
  };
  const element = bytes.toString("utf8").replace(/^\ufeff?(<\?xml[^>]*\?>)?\s*/, "");
  return {
    name,
    number: text("Number"),
    date: text("Date"),
    kind,
    element,
    findings: findings.length > 0 ? findingsOf(read) : [],
  };
}
