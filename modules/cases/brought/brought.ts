import { createHash } from "node:crypto";
import type { ClientRecord } from "@troad/eid/api";
import { instant, isUuid, type ModuleContext } from "@troad/kernel";
import { caseFailure } from "../domain/errors.ts";
import { referenceOf } from "../domain/reference.ts";
import type { Services } from "../domain/services.ts";
import { firstFill } from "../engine/filling.ts";
import { type BroughtRow, broughtByKey, emptyBrought, findBrought, insertBrought, takeBrought } from "../store/brought.ts";
import { findCase } from "../store/cases.ts";

const dayMs = 86_400_000;
export type Brought = ReturnType<typeof openBrought>;
/** What a third party says of an application: the answers by the names of the form's fields, as a browser would send them. */
export type BroughtRequest = {
  key: string;
  service: string;
  answers: Record<string, string | string[]>;
  returnTo?: string | undefined;
};

/** Applications that pages of third parties prepare. Nothing is applied for by them: the person takes the answers, looks at them here and submits. */
export function openBrought({ db, clock, ids }: Pick<ModuleContext, "db" | "clock" | "ids">, services: Services) {
  const open = async (id: string): Promise<BroughtRow> => {
    const row = isUuid(id) ? await findBrought(db, id) : undefined;
    if (!row || row.case_id !== null || row.expires_at <= instant(clock)) throw caseFailure("case.brought-over");
    return row;
  };
  return {
    open,
    bring: async (
      client: ClientRecord,
      { key, returnTo, ...request }: BroughtRequest,
    ): Promise<{ id: string; expiresAt: string }> => {
      const service = services.all.find(({ id }) => id === request.service);
      if (!service || service.definition.counterOnly || !firstFill(service))
        throw caseFailure("case.service-unknown", { service: request.service });
      const names = new Set(service.form.pages.flatMap(({ fields }) => fields.map(({ name }) => name)));
      const unknown = Object.keys(request.answers).find((name) => !names.has(name.split("-")[0]!) && !names.has(name));
      if (unknown !== undefined) throw caseFailure("case.brought-unknown", { field: unknown });
      const origins = client.registration.redirectUris.map((uri) => new URL(uri).origin);
      if (returnTo !== undefined && !(URL.canParse(returnTo) && origins.includes(new URL(returnTo).origin)))
        throw caseFailure("case.brought-elsewhere");
      const hash = createHash("sha256")
        .update(JSON.stringify([request, returnTo ?? null]))
        .digest("hex");
      const now = clock.now().getTime();
      const row = {
        ...{ id: ids.uuid(), client: client.client, client_key: key, request_hash: hash, name: client.registration.name },
        ...{ service: service.id, answers: request.answers, return_to: returnTo ?? null, at: new Date(now).toISOString() },
        expires_at: new Date(now + dayMs).toISOString(),
      };
      if (await insertBrought(db, row)) return { id: row.id, expiresAt: row.expires_at };
      const before = (await broughtByKey(db, client.client, key))!;
      if (before.request_hash !== hash) throw caseFailure("case.brought-key-used");
      return { id: before.id, expiresAt: new Date(before.expires_at).toISOString() };
    },
    /** Belongs to a case from now on; the answers are in its draft. */
    take: async (id: string, caseId: string, tells: boolean): Promise<void> => {
      if (!(await takeBrought(db, { id, caseId, tells, now: instant(clock) }))) throw caseFailure("case.brought-over");
    },
    /** What its third party learns: whether it was taken, and where the person lets them know, how it stands. */
    standing: async (client: ClientRecord, id: string) => {
      const row = isUuid(id) ? await findBrought(db, id) : undefined;
      if (row?.client !== client.client) throw caseFailure("case.brought-over");
      if (row.case_id === null) return { taken: false, told: false };
      const found = row.tells ? await findCase(db, row.case_id) : undefined;
      if (!found || found.erased_at !== null) return { taken: true, told: false };
      return { taken: true, told: true, state: found.state, granted: found.granted, reference: referenceOf(found.id) };
    },
    empty: async (): Promise<void> => {
      await emptyBrought(db, instant(clock));
    },
  };
}
