import type { EidApi } from "@troad/eid/api";
import type { StepOf } from "@troad/flow";
import { type Ids, instant } from "@troad/kernel";
import { lawVersionOf } from "../domain/decide.ts";
import { caseFailure } from "../domain/errors.ts";
import { referenceOf } from "../domain/reference.ts";
import type { LoadedService } from "../domain/services.ts";
import { readersOf } from "../domain/standing.ts";
import { partiesOf } from "../domain/values.ts";
import { leaveFrom } from "../engine/move.ts";
import { beginChain, type CaseStore, openLocked, todayOf } from "../engine/store.ts";
import { tellJob } from "../jobs/definitions.ts";
import { findCase, insertCase, replaceParties } from "../store/cases.ts";
import { measureSubmitted } from "../store/measures.ts";
import { findNotice, insertNotice, waitForNotice } from "../store/notices.ts";
import { upsertReaders } from "../store/readers.ts";
import { answersIn, type NoticeMessage, noticeHash, parseNotice } from "./request.ts";

export type NoticeParts = { store: CaseStore; ids: Ids; eid: Pick<EidApi, "personOfNumber">; districts: ReadonlySet<string> };
/** The case that a notice opened; the reference is what people say on the telephone. */
export type NoticeAnswer = { caseId: string; reference: string; at: string };

/**
 * Opens a case by what another authority reports. All of it is one transaction, and the same notice again gets the answer of its first time. The
 * person named becomes the applicant; one who cannot sign in is reached by the officers alone.
 */
export async function receiveNotice(
  { store, ids, eid, districts }: NoticeParts,
  service: LoadedService,
  step: StepOf<"notice">,
  { message, body }: { message: NoticeMessage; body: unknown },
): Promise<NoticeAnswer> {
  const { consumer, exchangeId, right } = message;
  const request = parseNotice(body, service, step, right);
  const { noticeKey, person, values } = request;
  const answers = answersIn(service, step, values, { today: todayOf(store), districts });
  // another module is asked before anything is locked
  const known = await eid.personOfNumber(person.nationalId);
  return store.db.tx(async (tx) => {
    await waitForNotice(tx, consumer, noticeKey);
    const done = await findNotice(tx, consumer, noticeKey);
    const requestHash = noticeHash(step.id, request);
    if (done && done.request_hash !== requestHash) throw caseFailure("notice.key-used");
    if (done) return { caseId: done.case_id, reference: referenceOf(done.case_id), at: done.at };
    const [id, at] = [ids.uuid(), instant(store.clock)];
    const { subject, name } = known ?? { subject: id, name: person.name };
    const { agency } = service.definition;
    // a draft of the same person and service may be open beside it
    const times = { created_at: at, updated_at: at };
    const row = {
      id,
      service: service.id,
      agency,
      subject,
      applicant: name,
      state: "deciding",
      filer: null,
      mandate: null,
      ...times,
    };
    await insertCase(tx, row);
    await store.definitions.store(tx, service);
    const opened = { service: service.id, subject, nationalId: person.nationalId, name };
    await beginChain(store, tx, id, opened, { at, actor: consumer });
    const open = await openLocked(store, tx, { ...(await findCase(tx, id))!, chained: true });
    const notice = { step: step.id, consumer, exchangeId, agreement: right.id, legalBasis: right.legalBasis ?? null };
    const law = lawVersionOf(service);
    await open.append(consumer, { type: "submitted", data: { definition: service.hash, notice, ...(law ? { law } : {}) } });
    await measureSubmitted(tx, { id, service: service.id, at, channel: "notice" });
    await open.append(consumer, { type: "answered", data: { page: step.id, answers } });
    // the area of the case is known by what was reported
    await upsertReaders(tx, id, readersOf(service, open.state));
    await replaceParties(tx, id, partiesOf(service, open.state));
    await insertNotice(tx, { consumer, notice_key: noticeKey, request_hash: requestHash, case_id: id, at });
    if (known) await tx.enqueue(tellJob, { caseId: id, template: "case-noticed" }, { key: `noticed ${id}` });
    await leaveFrom(store, open, tx, step.id, "received", consumer);
    return { caseId: id, reference: referenceOf(id), at };
  });
}
