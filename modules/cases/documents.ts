import type { DocumentsApi } from "@troad/documents/api";
import { instant, isUuid, type ModuleContext } from "@troad/kernel";
import type { CasesApi } from "./api.ts";
import type { ActingPerson } from "./domain/act.ts";
import { caseFailure } from "./domain/errors.ts";
import { filesOf } from "./domain/files.ts";
import { partyKeysOf } from "./domain/values.ts";
import type { Access } from "./engine/access.ts";
import { requireOpened } from "./engine/masking.ts";
import { type CaseStore, readCase } from "./engine/store.ts";
import { findCase } from "./store/cases.ts";
import { insertOpenings } from "./store/openings.ts";
import { isReader } from "./store/readers.ts";

type Parts = { ctx: Pick<ModuleContext, "db" | "clock">; store: CaseStore; documents: DocumentsApi; access: Access };

/** Documents of cases, for those who may see the case. A draft is its applicant's alone. */
export function caseDocuments({ ctx, store, documents, access }: Parts): CasesApi["document"] {
  const openIn = async (folder: string, id: string, reader: string) => {
    const opened = await documents.open({ folder, id, reader });
    if (!opened) throw caseFailure("case.not-found");
    return opened;
  };
  return async ({ id, document, reader }) => {
    const row = isUuid(id) && isUuid(document) ? await findCase(ctx.db, id) : undefined;
    if (!row) throw caseFailure("case.not-found");
    const stands = "subject" in reader && (await access.standsFor(row, reader.subject));
    if (!row.chained && "subject" in reader && row.state === "draft") {
      await access.open({ id, subject: reader.subject });
      return openIn(id, document, reader.subject);
    }
    if ("agency" in reader && !(await mayOfficer(ctx, id, reader))) throw caseFailure("case.not-found");
    const { actions } = await readCase(store, id, (found, state, service) => {
      if ("agency" in reader) return !["draft", "discarded"].includes(found.state);
      const isParty = reader.nationalId !== undefined && partyKeysOf(service, state, reader.nationalId).length > 0;
      return stands || found.subject === reader.subject || isParty;
    });
    if (!filesOf(actions).some((file) => file.id === document)) throw caseFailure("case.not-found");
    if (!("agency" in reader)) return openIn(id, document, reader.subject);
    const { agency, person } = reader;
    await requireOpened({ ctx, store }, row, person.subject);
    const by = { agency, actor: person.subject, kind: "case" as const, at: instant(ctx.clock) };
    await ctx.db.tx((tx) => insertOpenings(tx, [row], by));
    return openIn(id, document, person.subject);
  };
}

/** An officer reads documents of the cases that they may read. */
const mayOfficer = (
  { db }: Parts["ctx"],
  id: string,
  { agency, person }: { agency: string; person: ActingPerson },
): Promise<boolean> =>
  isReader(db, id, { posts: person.posts.filter((post) => post.agency === agency), subject: person.subject });
