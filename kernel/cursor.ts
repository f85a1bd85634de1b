import { kernelFailure } from "./errors.ts";
import { isUuid } from "./ids.ts";

const isInstant = (text: string): boolean =>
  /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString() === text;

/** What identifies an entry's place in a list: its id, its number, or its time and id. */
export type CursorKind = "uuid" | "number" | "instant-and-id" | "name";

const forms: Readonly<Record<CursorKind, (text: string) => boolean>> = {
  uuid: isUuid,
  name: (text) => /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/.test(text),
  number: (text) => /^\d{1,15}$/.test(text),
  "instant-and-id": (text) => {
    const blank = text.indexOf(" ");
    return blank > 0 && blank < text.length - 1 && isInstant(text.slice(0, blank));
  },
};

/**
 * A cursor as it came in an address. Only places that the list gave out are valid; anything else is refused (400) before it reaches the
 * database.
 */
export function readCursor(text: string | undefined, kind: CursorKind): string | undefined {
  if (text === undefined || text === "") return undefined;
  if (!forms[kind](text)) throw kernelFailure("request.invalid", { reason: "before" });
  return text;
}
