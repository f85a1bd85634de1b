import { halfWidth } from "./raw.ts";

/** A name without what keyboards add to it: width, spaces, capitals, and the dots between the parts of indigenous names. */
const plain = (name: string): string =>
  halfWidth(name.normalize("NFC"))
    .replace(/[\s\u00b7\u2027\u30fb\uff0e.]/g, "")
    .toLowerCase();

/** Whether two writings are one name; a name without a character is none. */
export const isSameName = (a: string, b: string): boolean => plain(a) !== "" && plain(a) === plain(b);
