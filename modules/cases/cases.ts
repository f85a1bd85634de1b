import { answersBefore, nextPage, openQuestions, parsePage, prune } from "@troad/forms";
import { instant, type ModuleContext, type ModuleParts, offerApi } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { notifyApi } from "@troad/notify/api";
import { pkiApi } from "@troad/pki/api";
import { type MemberKey, openMemberKey, type RenewableKey, renewKeys } from "@troad/pki/seal";
import { roadApi } from "@troad/road/api";
import { parseCertificate } from "@troad/trust";
import { type CasesApi, type CertificateView, casesApi } from "./api.ts";
import { isPending } from "./domain/actions.ts";
import { openCertificate, signerOf, viewCertificate } from "./domain/certificate.ts";
import { caseFailure } from "./domain/errors.ts";
import { loadServices } from "./domain/services.ts";
import { beginCase, openStore, readCase, todayOf, withCase } from "./engine.ts";
import { collect } from "./jobs/collect.ts";
import { recordConsent, withdrawConsent } from "./jobs/consent.ts";
import { decideCase } from "./jobs/decide.ts";
import { withdrawConsentJob } from "./jobs/definitions.ts";
import { tell } from "./jobs/tell.ts";
import { ownSection } from "./me.ts";
import { caseQueues, officerCases } from "./officer-cases.ts";
import { standingFor } from "./once.ts";
import { applicationPages } from "./pages/index.ts";
import {
  casesOfSubject,
  certificateOfCase,
  certificatesOf,
  findCertificate,
  findDraft,
  insertCase,
  serializeSubmissions,
} from "./store/cases.ts";
import { openingsOf } from "./store/openings.ts";
import { beginRound } from "./submit.ts";
import { viewCase, viewForm } from "./view.ts";

const pageLimit = 100;

/** A place in a list as a page names it; whatever is none begins at the top. */
const numberOf = (cursor: string | undefined): number | null => (/^\d{1,15}$/.test(cursor ?? "") ? Number(cursor) : null);

export function openCases(ctx: ModuleContext): ModuleParts {
  const services = loadServices(ctx.content);
  const store = openStore(ctx);
  const [road, mydata, notify, pki] = [ctx.use(roadApi), ctx.use(mydataApi), ctx.use(notifyApi), ctx.use(pkiApi)];
  const seals = new Map<string, Promise<MemberKey>>();
  const openSeals: RenewableKey[] = [];
  /** The seal under which an agency issues certificates; a key of the case system's own. */
  const sealOf = (agency: string): Promise<MemberKey> => {
    const service = services.all.find((one) => one.definition.agency === agency)!;
    const open = async () => {
      const seal = await openMemberKey(ctx, {
        folder: `${ctx.folder}/${agency}`,
        name: "certificate-seal",
        profile: "seal",
        instance: services.instance,
        member: service.member,
        organization: ctx.texts.pick(service.text, "en", "agency"),
      });
      openSeals.push(seal);
      return seal;
    };
    if (!seals.has(agency))
      seals.set(
        agency,
        open().catch((error: unknown) => {
          seals.delete(agency);
          throw error;
        }),
      );
    return seals.get(agency)!;
  };
  /** Runs `work` on a case of the subject. */
  const ofSubject = <T>(id: string, subject: string, work: Parameters<typeof withCase<T>>[2]): Promise<T> =>
    withCase(store, id, (open, tx) => {
      if (open.subject !== subject) throw caseFailure("case.not-found");
      return work(open, tx);
    });
  /** A certificate checked as of now, with all that it states. */
  const viewOf = async (token: string): Promise<CertificateView> => {
    const root = parseCertificate((await pki.trustAnchors()).root);
    const { certificate, issuer } = signerOf(token);
    const signerStatus = certificate ? (await pki.statusOf(certificate.serialHex)).status : "unknown";
    const member = services.all.find((one) => one.consumer === issuer)?.member ?? "";
    return viewCertificate(token, {
      roots: [root],
      member: `${services.instance}/${member}`,
      now: ctx.clock.now(),
      signerStatus,
    });
  };

  const api: CasesApi = {
    open: async ({ service: serviceId, subject, nationalId, name }) => {
      const service = services.get(serviceId);
      const draft = await findDraft(ctx.db, serviceId, subject);
      if (draft) return { id: draft.id };
      const id = ctx.ids.uuid();
      const now = instant(ctx.clock);
      const fresh = await ctx.db.tx(async (tx) => {
        const inserted = await insertCase(tx, {
          id,
          service: serviceId,
          agency: service.definition.agency,
          subject,
          applicant: name,
          state: "draft",
          created_at: now,
          updated_at: now,
        });
        if (inserted) await beginCase(store, tx, id, { service: serviceId, subject, nationalId, name }, now);
        return inserted;
      });
      return fresh ? { id } : { id: (await findDraft(ctx.db, serviceId, subject))!.id };
    },
    form: ({ id, subject }) => viewForm(store, services, id, (row) => row.subject === subject),
    answer: ({ id, subject, page, values }) =>
      ofSubject(id, subject, async (open, tx) => {
        if (open.state.state !== "draft") throw caseFailure("case.not-open");
        const service = services.get(open.service);
        const { form } = service;
        if (!form.page(page)) throw caseFailure("case.page-unknown");
        const { answers } = open.state;
        const parsed = parsePage(form, page, values, { answers: answersBefore(form, page, answers), today: todayOf(store) });
        if ("errors" in parsed) return { errors: parsed.errors, next: null, standing: null };
        const names = new Set(form.page(page)!.fields.map((field) => field.name));
        const kept = Object.fromEntries(Object.entries(answers).filter(([name]) => !names.has(name)));
        const merged = prune(form, { ...kept, ...parsed.values });
        const standing = await standingFor(store, tx, service, open, merged);
        if (standing) return { errors: [], next: null, standing };
        await open.append(subject, { type: "answered", data: { page, answers: merged } });
        return { errors: [], next: nextPage(form, page, merged), standing: null };
      }),
    submit: ({ id, subject }) =>
      ofSubject(id, subject, async (open, tx) => {
        if (open.state.state !== "draft") return null; // submitted before: the same answer
        const service = services.get(open.service);
        if (openQuestions(service.form, open.state.answers, { today: todayOf(store) }).length > 0)
          throw caseFailure("case.incomplete");
        await serializeSubmissions(tx, subject, open.service);
        const standing = await standingFor(store, tx, service, open, open.state.answers);
        if (!standing) await beginRound(service, open, tx, "submitted");
        return standing;
      }),
    resume: ({ id, subject }) =>
      ofSubject(id, subject, async (open, tx) => {
        if (isPending(open.state)) return;
        if (open.state.state !== "stopped") throw caseFailure("case.not-stopped");
        await beginRound(services.get(open.service), open, tx, "resumed");
      }),
    withdraw: ({ id, subject }) =>
      ofSubject(id, subject, async (open, tx) => {
        if (open.state.state === "withdrawn" || open.state.state === "discarded") return;
        if (open.state.state === "decided") throw caseFailure("case.already-decided");
        const consentId = open.state.consent?.id;
        await open.append(subject, { type: "withdrawn", data: {} });
        if (consentId) await tx.enqueue(withdrawConsentJob, { caseId: id, subject, consentId }, { key: consentId });
      }),
    view: ({ id, subject }) => viewCase(store, services, id, (row) => row.subject === subject),
    listOf: (subject, { before, limit }) => casesOfSubject(ctx.db, subject, before ?? null, Math.min(limit, pageLimit)),
    ...officerCases({ ctx, store, services }),
    openingsOf: (subject, { before, limit }) => openingsOf(ctx.db, subject, numberOf(before), Math.min(limit, pageLimit)),
    certificate: async (code) => {
      const row = await findCertificate(ctx.db, code);
      return row ? openCertificate(await viewOf(row.token), services) : null;
    },
    ownCertificate: async ({ id, subject }) => {
      const { row } = await readCase(store, id, (one) => one.subject === subject);
      const found = await certificateOfCase(ctx.db, row.id);
      return found ? { ...(await viewOf(found.token)), caseId: id, token: found.token } : null;
    },
    certificatesOf: async (subject, { before, limit }) => {
      const rows = await certificatesOf(ctx.db, subject, before ?? null, Math.min(limit, pageLimit));
      return Promise.all(rows.map(async ({ token, case_id: caseId }) => ({ ...(await viewOf(token)), caseId })));
    },
  };
  return {
    api: offerApi(casesApi, api),
    me: ({ subject }) => ownSection(ctx, api, subject),
    routes: (app) => applicationPages(app, ctx, api),
    queues: caseQueues(ctx),
    schedules: () => [renewKeys("cases.seal-certificates", () => openSeals)],
    jobs: [
      recordConsent(store, services, mydata),
      withdrawConsent(mydata),
      collect(store, services, road, mydata),
      decideCase(store, ctx.ids, services, sealOf),
      tell(store, notify, ctx.origin("portal")),
    ],
  };
}
