import type { FileKind } from "@troad/forms";

const endings: Record<FileKind, readonly string[]> = { pdf: [".pdf"], jpeg: [".jpg", ".jpeg"], png: [".png"] };
const longest = 100;

/** A name that can be shown and saved anywhere: no folders, no hidden or turning characters, and the ending of what the file is. */
export function safeName(sent: string, kind: FileKind): string {
  const base = sent.toWellFormed().normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const shown = base.replace(/[\p{C}<>:"|?*\u2028\u2029]/gu, "").replace(/^[\s.]+|[\s.]+$/g, "");
  const ending = endings[kind].find((one) => shown.toLowerCase().endsWith(one));
  const stem = [...(ending ? shown.slice(0, -ending.length) : shown)].slice(0, longest).join("").trim();
  return `${stem || "document"}${ending ?? endings[kind][0]}`;
}
