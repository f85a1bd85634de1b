import type { DocumentsApi } from "@troad/documents/api";
import { addMonths } from "@troad/flow";
import { type HandledJob, handleJob } from "@troad/kernel";
import { filesOf } from "../domain/files.ts";
import { endedOn } from "../domain/keeping.ts";
import { type CaseStore, readCase } from "../engine/store.ts";
import { findCase } from "../store/cases.ts";
import { documentsJob } from "./definitions.ts";

/**
 * Documents follow their case: those of a deleted draft go, those of a case under way stay, and after its end the rule of the service counts.
 * It looks at the case as it is now, so that it may run late, twice or in another order.
 */
export const keepDocuments = (store: CaseStore, documents: DocumentsApi): HandledJob =>
  handleJob(documentsJob, async ({ payload: { caseId: folder } }) => {
    const row = await findCase(store.db, folder);
    if (!row || row.state === "discarded") return documents.discard({ folder });
    if (!row.chained) return;
    const { state, actions, service } = await readCase(store, folder);
    const { rule, keepMonths } = service.definition.documents ?? {};
    if (rule === undefined || keepMonths === undefined) return;
    const ended = endedOn(state);
    const until = ended === null ? null : addMonths(ended, keepMonths);
    const named = filesOf(actions).map(({ id }) => id);
    // a party that answers or supplies has uploaded what the case does not name yet
    const waits = state.place?.kind === "fill" || state.place?.kind === "ask";
    await documents.keep({ folder, named, rule: `${service.id} ${rule}`, until, waits });
  });
