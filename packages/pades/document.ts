import { PDF, PdfArray, PdfDict, type PdfObject, PdfRef } from "@libpdf/core";
import { PadesError } from "./codes.ts";

/** A file that was read, and how references in it are followed. */
export type Opened = {
  pdf: PDF;
  bytes: Uint8Array;
  catalog: PdfDict;
  follow(object: PdfObject | undefined): PdfObject | undefined;
};

const maxBytes = 25 * 1024 * 1024;
/** Objects of one file that are looked at. */
export const maxObjects = 200_000;

/**
 * Reads a file as strictly as viewers do: one whose tables must be guessed would be read differently by each. Throws `pades.unreadable`,
 * `pades.encrypted`, `pades.too-large`.
 */
export async function openPdf(bytes: Uint8Array): Promise<Opened> {
  if (bytes.length > maxBytes) throw new PadesError("pades.too-large");
  if (Buffer.from(bytes.subarray(0, 5)).toString("latin1") !== "%PDF-") throw new PadesError("pades.unreadable", "header");
  let pdf: PDF;
  try {
    pdf = await PDF.load(bytes);
  } catch (error) {
    throw new PadesError("pades.unreadable", error instanceof Error ? error.message : undefined);
  }
  if (pdf.isEncrypted) throw new PadesError("pades.encrypted");
  if (pdf.recoveredViaBruteForce) throw new PadesError("pades.unreadable", "broken cross-reference table");
  const follow = (object: PdfObject | undefined): PdfObject | undefined => {
    let found = object;
    for (let hops = 0; found instanceof PdfRef && hops < 10; hops++) found = pdf.getObject(found) ?? undefined;
    return found;
  };
  const catalog = follow(pdf.context.info.trailer.get("Root"));
  if (!(catalog instanceof PdfDict)) throw new PadesError("pades.unreadable", "no catalog");
  return { pdf, bytes, catalog, follow };
}

export const dictAt = ({ follow }: Pick<Opened, "follow">, dict: PdfDict | undefined, key: string): PdfDict | undefined => {
  const found = follow(dict?.get(key));
  return found instanceof PdfDict ? found : undefined;
};

export const itemsAt = ({ follow }: Pick<Opened, "follow">, dict: PdfDict | undefined, key: string): PdfObject[] => {
  const found = follow(dict?.get(key));
  return found instanceof PdfArray ? [...found] : [];
};

export const nameAt = ({ follow }: Pick<Opened, "follow">, dict: PdfDict, key: string): string | undefined => {
  const found = follow(dict.get(key));
  return found?.type === "name" ? found.value : undefined;
};
