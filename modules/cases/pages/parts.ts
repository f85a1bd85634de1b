import type { DocumentsApi } from "@troad/documents/api";
import { certificateTextPrefix } from "@troad/flow";
import type { Bank, EntryNames, Kept, Names, Places, ServiceNames, Site } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { CasesApi, CertificateView } from "../api.ts";

/** What there is for a page; each takes what it needs of it. */
export type CasePages = {
  site: Site;
  names: Names;
  services: ServiceNames;
  entries: EntryNames;
  banks(lang: string): readonly Bank[];
  places: Places;
  documents: DocumentsApi;
  kept: Kept;
  cases: CasesApi;
  /** A case asks registers about the person whom this names. */
  nationalId(request: FastifyRequest): Promise<string | null>;
};

/** A page of cases that asks no more of them than these functions. */
export type Asking<K extends keyof CasesApi> = { cases: Pick<CasesApi, K> };

/** The title or the introduction of a certificate, as its service has it. */
export const certificateText = (
  services: ServiceNames,
  lang: string,
  { named, certificate }: Pick<CertificateView, "named" | "certificate">,
  part: "title" | "intro",
): string => services.text(lang, named, `${certificateTextPrefix(certificate)}.${part}`);

export const idIn = (request: FastifyRequest): string => (request.params as { id: string }).id;

export { referenceOf } from "../domain/reference.ts";

/** Whose pages those of a case are that one applied for: everybody applies for themselves, and officers also for their agency. */
export const applicants = ["citizen", "case-officer"];
