import type { DocumentsApi } from "@troad/documents/api";
import { type Field, numbersIn, type Page, type Surroundings } from "@troad/forms";
import type { OnBehalf } from "../domain/on-behalf.ts";
import type { LoadedService } from "../domain/services.ts";
import type { NameRegisters } from "./lookups.ts";
import type { Offers } from "./offers.ts";

/** What the answers of drafts are held against. */
export type DraftSources = {
  districts: ReadonlySet<string>;
  documents: Pick<DocumentsApi, "list">;
  registered: NameRegisters;
  /** What modules offer an applicant on pages. */
  offered(pages: readonly Page[], known: Applied): Promise<Offers>;
};

/** Who applies, and what they have answered so far. */
export type Applied = {
  subject: string;
  nationalId: string;
  onBehalf: OnBehalf | null;
  answers: Record<string, unknown>;
};

const has = (page: Page, type: Field["type"]): boolean =>
  page.fields.some((field) => field.type === type || (field.type === "group" && field.fields.some((one) => one.type === type)));

/** Asks for what the answers of one page need; other modules and registers are asked before the draft is locked. */
export async function surroundingsOf(
  { districts, documents, registered, offered }: DraftSources,
  {
    folder,
    page,
    values,
    applied,
    ...who
  }: {
    folder: string;
    page: Page;
    values: Record<string, unknown>;
    service: LoadedService;
    subject: string;
    applied: Applied;
  },
): Promise<Pick<Surroundings, "districts" | "files" | "registered" | "offers">> {
  const files = has(page, "file") ? await documents.list({ folder }) : [];
  const names = new Map<string, string | null | undefined>();
  for (const { type, number } of numbersIn(page, values))
    names.set(`${type} ${number}`, await registered({ ...who, folder, type, number }));
  const offers = await offered([page], applied);
  return {
    districts,
    offers: ({ name }) => offers[name],
    files: new Map(files.map((file) => [file.id, file])),
    registered: (type, number) => names.get(`${type} ${number}`),
  };
}
