import { type HandledEvent, type HandledJob, handleEvent, handleJob, taipeiDate } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import { noticeDelivered } from "@troad/notify/events";
import type { Case } from "../domain/actions.ts";
import { type CaseStore, readCase, withCase } from "../engine/store.ts";
import { letterDeliveredJob, letterNoticeJob } from "../jobs/definitions.ts";
import { findCase } from "../store/cases.ts";

/** Under which a letter is sent as a legal notice. */
export const noticeKey = (caseId: string, letter: string): string => `case letter ${caseId} ${letter}`;
const keyForm = /^case letter ([0-9a-f-]{36}) ([0-9a-f-]{36})$/;

type Parts = {
  store: CaseStore;
  notify: Pick<NotifyApi, "send">;
  agencyName: (lang: string, agency: string) => string;
  texts: {
    translator(lang: string): (key: string) => string;
    pick(text: Record<string, Record<string, string>>, lang: string, key: string, params?: Record<string, string>): string;
  };
  portal: string;
};

/** The registered address that a register gave; where none did, the officer who posts the letter looks it up (article 72). */
function postalIn({ sources }: Case): string {
  for (const { record } of sources.values()) if (typeof record?.address === "string") return record.address.slice(0, 500);
  return "";
}

/** Sends a letter as a legal notice, so that the moment of its delivery is known: the thirty days begin with it (ADR 121, 132). */
export const letterNotices = ({ store, notify, agencyName, texts, portal }: Parts): HandledJob =>
  handleJob(letterNoticeJob, async ({ payload: { caseId, document, letter } }) => {
    if ((await findCase(store.db, caseId))?.erased_at !== null) return;
    const { state, service } = await readCase(store, caseId);
    if (state.died) return;
    const { subject, name } = state.opened;
    const { agency } = service.definition;
    const isSecret = state.secret !== null;
    await notify.send({
      ...{ key: noticeKey(caseId, document), to: subject, channel: "mail", template: "official-notice" },
      params: {
        name,
        agency: agencyName("zh-Hant", agency),
        // officers who post it, and who sees the mailbox, are not told what it is about
        title: isSecret
          ? texts.translator("zh-Hant")("cases.secret.letter")
          : texts.pick(service.text, "zh-Hant", `letter.${letter}.title`, { name, applicant: name }),
      },
      link: isSecret ? `${portal}/cases` : `${portal}/cases/${caseId}`,
      legal: { agency, name, postal: postalIn(state) },
    });
  });

/** What notify tells of letters of cases; other modules' notices are theirs. */
export const letterEvents = (): HandledEvent[] => [
  handleEvent(noticeDelivered, async ({ key, at, by }, tx) => {
    const [, caseId, document] = keyForm.exec(key) ?? [];
    if (caseId !== undefined && document !== undefined)
      await tx.enqueue(letterDeliveredJob, { caseId, document, at, by }, { key: document });
  }),
];

/** Notes in the case when a letter was delivered, once. */
export const letterDeliveries = ({ store }: Pick<Parts, "store">): HandledJob =>
  handleJob(letterDeliveredJob, async ({ payload: { caseId, document, at, by } }) => {
    const row = await findCase(store.db, caseId);
    if (!row || row.erased_at !== null) return;
    await withCase(store, caseId, async (open) => {
      if (open.state.notice?.document !== document || open.state.notice.deliveredOn !== null) return;
      await open.append("troad", { type: "letter-delivered", data: { document, day: taipeiDate(new Date(at)), by } });
    });
  });
