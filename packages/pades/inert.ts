import { PdfArray, PdfDict, PdfName, type PdfObject, PdfRef } from "@libpdf/core";
import { PadesError } from "./codes.ts";
import { maxObjects, type Opened } from "./document.ts";

/** Actions that run something or change what is shown; links to places and addresses are none. */
const actions = new Set([
  "JavaScript",
  "Launch",
  "ImportData",
  "SubmitForm",
  "Movie",
  "Sound",
  "Rendition",
  "Hide",
  "SetOCGState",
  "Trans",
  "GoTo3DView",
  "RichMediaExecute",
]);
/** Parts that a viewer may show or not, or fetch from elsewhere: scripts, XFA forms, layers, external streams. */
const parts = new Set(["JS", "JavaScript", "XFA", "OCProperties", "RichMediaContent", "AA", "FFilter"]);
const kinds = new Set(["Movie", "Sound", "Screen", "3D", "RichMedia"]);

/** Refuses a file that could show something else than what its signer saw. Throws `pades.active-content` with the reason. */
export function requireInert({ catalog, follow }: Pick<Opened, "catalog" | "follow">): void {
  const seen = new Set<string>();
  const queue: PdfObject[] = [catalog];
  for (let count = 0; queue.length > 0; count++) {
    if (count > maxObjects) throw new PadesError("pades.too-large", "objects");
    const object = queue.pop()!;
    if (object instanceof PdfRef) {
      if (seen.has(String(object))) continue;
      seen.add(String(object));
    }
    const found = follow(object);
    if (found instanceof PdfArray) queue.push(...found);
    if (!(found instanceof PdfDict)) continue;
    for (const [{ value: key }, value] of found) {
      if (parts.has(key)) throw new PadesError("pades.active-content", key);
      const named = follow(value);
      if (named instanceof PdfName) {
        if (key === "S" && actions.has(named.value)) throw new PadesError("pades.active-content", named.value);
        if (key === "Subtype" && kinds.has(named.value)) throw new PadesError("pades.active-content", named.value);
      } else queue.push(value);
    }
  }
}
