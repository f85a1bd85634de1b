import { isUuid, type ModuleContext } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import type { CasesApi } from "../api.ts";
import type { ActingPerson } from "../domain/act.ts";
import { caseFailure } from "../domain/errors.ts";
import { type Acting, actorOf } from "../engine/acting.ts";
import { requireOpened } from "../engine/masking.ts";
import { type CaseStore, readCase } from "../engine/store.ts";
import { pdfOf } from "../steps/notify.ts";
import { findLetter } from "../store/letters.ts";
import { isReader } from "../store/readers.ts";
import { noticeKey } from "./delivery.ts";

type Parts = {
  ctx: ModuleContext;
  store: CaseStore;
  notify: Pick<NotifyApi, "noticeOpened">;
  standing(id: string, person: ActingPerson): Promise<Acting>;
};

/** A letter of a case, for its receiver and for officers who reach the case. */
export const letterOpening =
  ({ ctx, store, notify, standing }: Parts): CasesApi["letter"] =>
  async ({ id, letter, person }) => {
    const { row, state, service } = await readCase(store, id);
    const found = isUuid(letter) ? await findLetter(ctx.db, letter) : undefined;
    const keys = actorOf(service, state, await standing(id, person)).parties;
    if (found?.case_id !== row.id) throw caseFailure("case.not-found");
    if (!keys.includes(found.party)) {
      if (!(await isReader(ctx.db, id, person))) throw caseFailure("case.not-found");
      await requireOpened({ ctx, store }, row, person.subject);
    }
    const pdf = (await pdfOf({ ...ctx, store }, found)).toString("base64");
    // who opens the letter itself has it, wherever they found it
    if (person.subject === state.opened.subject)
      await notify.noticeOpened({ key: noticeKey(id, letter), subject: person.subject });
    return { pdf, token: found.token };
  };
