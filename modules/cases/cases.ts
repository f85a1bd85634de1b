import { benefitsApi } from "@troad/benefits/api";
import { readNameRegisters } from "@troad/directory";
import { documentsApi } from "@troad/documents/api";
import { eidApi } from "@troad/eid/api";
import type { Page } from "@troad/forms";
import { isUuid, type ModuleContext, type ModuleParts, offerApi } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { notifyApi } from "@troad/notify/api";
import { opendataApi } from "@troad/opendata/api";
import { payApi } from "@troad/pay/api";
import { peopleApi } from "@troad/people/api";
import { pkiApi } from "@troad/pki/api";
import { evidenceSource } from "@troad/pki/evidence";
import { renewKeys } from "@troad/pki/seal";
import { trustReader } from "@troad/pki/trust";
import { roadApi } from "@troad/road/api";
import { agencyNames, placesOf, readRoles, villagesOf } from "@troad/web";
import { type CasesApi, casesApi } from "./api.ts";
import { openBrought } from "./brought/brought.ts";
import { broughtRoutes } from "./brought/routes.ts";
import { certificateFiles } from "./certificate-file.ts";
import { certificateChecks } from "./certificates/check.ts";
import { remindOfEnds, tellHolder } from "./certificates/ending.ts";
import { listRoutes } from "./certificates/lists.ts";
import { logCertificate, loggedProof } from "./certificates/logged.ts";
import { renewCertificate } from "./certificates/renew.ts";
import { certificateStandings } from "./certificates/standing.ts";
import { caseCertificates } from "./certificates.ts";
import { caseDocuments } from "./documents.ts";
import type { ActingPerson } from "./domain/act.ts";
import { caseFailure } from "./domain/errors.ts";
import { isOver, isPending } from "./domain/fold.ts";
import { loadServices } from "./domain/services.ts";
import { openAccess } from "./engine/access.ts";
import { type Acting, allowedIn } from "./engine/acting.ts";
import { expireOverdue, perform } from "./engine/acts.ts";
import { applyingFor } from "./engine/applying.ts";
import { beginCollecting } from "./engine/collecting.ts";
import { openDefinitions } from "./engine/definitions.ts";
import { openDrafts } from "./engine/drafts.ts";
import { eraseOverdue } from "./engine/erasing.ts";
import { openFills } from "./engine/fills.ts";
import { openLookups } from "./engine/lookups.ts";
import { requireOpened } from "./engine/masking.ts";
import { runStep, withdrawCase } from "./engine/move.ts";
import { offersOn } from "./engine/offers.ts";
import { openStore, readCase, todayOf, withCase } from "./engine/store.ts";
import type { Applied } from "./engine/surroundings.ts";
import { wholeApplications } from "./engine/whole.ts";
import { caseFigures } from "./figures.ts";
import { caseFiling } from "./filing.ts";
import { collect } from "./jobs/collect.ts";
import { recordConsent, withdrawConsent } from "./jobs/consent.ts";
import { keepDocuments } from "./jobs/documents.ts";
import { stepJobs } from "./jobs/step.ts";
import { tell } from "./jobs/tell.ts";
import { letterDeliveries, letterEvents, letterNotices } from "./letters/delivery.ts";
import { letterOpening } from "./letters/open.ts";
import { pdfSealer } from "./letters/seal.ts";
import { ownSection } from "./me.ts";
import { openNotices } from "./notices/listener.ts";
import { caseQueues, officerCases } from "./officer-cases.ts";
import { applicationPages } from "./pages/index.ts";
import { phoneFiling } from "./phone/phone.ts";
import { openSeals } from "./seals.ts";
import { keeperJobs } from "./secret/jobs.ts";
import { keepFormerSecrets, secretCases } from "./secret/secret.ts";
import { askedOfModules, type Registrars, registrarOf } from "./steps/act.ts";
import { takeFeeInCash } from "./steps/cash.ts";
import { noteVisits, visitAt, visitEvents } from "./steps/counter-visit.ts";
import { disputeJobs } from "./steps/match.ts";
import { moneyEvents, moneyJobs, needPayments } from "./steps/money.ts";
import { casesOfSubject, casesToSign, draftsAtCounter, findCase, summaryOf } from "./store/cases.ts";
import { openingsOf } from "./store/openings.ts";
import { purgePhoneCodes } from "./store/phone-codes.ts";
import { isReader } from "./store/readers.ts";
import { viewAsParty, viewCase, viewForm } from "./view.ts";

const pageLimit = 100;
/** How often limits are looked at that have run out; they end with a day. */
const limitsEveryMs = 60_000;
const endingEveryMs = 3_600_000;

/** A place in a list as a page names it; what is none begins at the top. */
const numberOf = (cursor: string | undefined): number | null => (/^\d{1,15}$/.test(cursor ?? "") ? Number(cursor) : null);

export function openCases(ctx: ModuleContext, eraseEveryMs: number): ModuleParts {
  const definitions = openDefinitions(ctx.clock, loadServices(ctx.content));
  const store = openStore(ctx, definitions);
  const [road, mydata, notify, pki] = [ctx.use(roadApi), ctx.use(mydataApi), ctx.use(notifyApi), ctx.use(pkiApi)];
  const documents = ctx.use(documentsApi);
  const pay = ctx.use(payApi);
  const notices = openNotices({
    ctx,
    store,
    ids: ctx.ids,
    eid: ctx.use(eidApi),
    districts: placesOf(ctx).codes,
    services: definitions.services,
    road,
  });
  const seals = openSeals(ctx, definitions.services);
  const trusted = trustReader(ctx);
  const sealPdf = pdfSealer(evidenceSource(ctx, trusted), () => ctx.clock.now());
  const registers = readNameRegisters(ctx.content);
  const registered = openLookups({ clock: ctx.clock, road, registers, instance: definitions.services.instance });
  const people = ctx.use(peopleApi);
  const registrars: Registrars = { road, opendata: ctx.use(opendataApi) };
  for (const name of definitions.services.all.flatMap(askedOfModules)) registrarOf(registrars, name);
  const sources = {
    ...{ districts: placesOf(ctx).codes, villages: villagesOf, documents, registered },
    offered: (pages: readonly Page[], { answers, ...applicant }: Applied) =>
      offersOn(registrars, pages, answers, () => applyingFor(people, applicant)),
  };
  const drafts = openDrafts(store, ctx.ids, sources);
  const access = openAccess(ctx.db, people);
  type Own = { id: string; subject: string };
  /** Runs `work` on a case of the subject, or one that they filed and still stand for. */
  const ofSubject = async <T>(own: Own, work: Parameters<typeof withCase<T>>[2]): Promise<T> => {
    await access.open(own);
    return withCase(store, own.id, work);
  };
  /** A person with whether they stand for the applicant of a case. A secret one does not exist for those who are nothing in it. */
  const standing = async (id: string, person: ActingPerson): Promise<Acting> => {
    const row = isUuid(id) ? await findCase(ctx.db, id) : undefined;
    const stands = row !== undefined && (await access.standsFor(row, person.subject));
    const isSecret = row !== undefined && row.secret !== null && row.subject !== person.subject && !stands;
    if (isSecret && !(await isReader(ctx.db, id, person))) throw caseFailure("case.not-found");
    return { ...person, stands };
  };

  const checks = certificateChecks({ ctx, definitions, pki, trusted });
  const standings = certificateStandings({ ctx, store });
  const certificates = caseCertificates({
    ...{ ctx, store, checks, access, pageLimit },
    file: certificateFiles({ ctx, store, definitions, seals, sealPdf }),
  });
  const counterRoles = new Set(readRoles(ctx.content).flatMap(({ id, counter }) => (counter ? [id] : [])));
  const eid = ctx.use(eidApi);
  const brought = openBrought(ctx, definitions.services);
  const api: CasesApi = {
    ...caseFiling({ services: definitions.services, drafts, people, documents, access, eid, counterRoles }),
    ...phoneFiling({ ctx, services: definitions.services, drafts, eid, notify, counterRoles }),
    counterDrafts: async (subject, { before, limit }) => {
      const rows = await draftsAtCounter(ctx.db, subject, before ?? null, Math.min(limit, pageLimit));
      return rows.map(summaryOf);
    },
    answer: async (asked) => {
      await access.open(asked);
      return drafts.answer(asked);
    },
    submit: async (asked) => {
      await access.open(asked);
      return drafts.submit(asked);
    },
    submitWhole: wholeApplications(store, sources),
    ...openFills({ store, sources, standing }),
    visitAt: async (asked) => visitAt(store, await access.open(asked)),
    ...caseFigures({ ctx, services: definitions.services, access }),
    form: async (asked) => {
      const row = await access.open(asked);
      return row.state === "draft" ? drafts.form(row) : viewForm(store, row.id, () => true);
    },
    resume: ({ id, subject }) =>
      ofSubject({ id, subject }, async (open, tx) => {
        const { state, place } = open.state;
        if (isPending(open.state)) return;
        if (state !== "stopped" || !place) throw caseFailure("case.not-stopped");
        await open.append(subject, { type: "resumed", data: {} });
        if (place.kind === "collect") await beginCollecting(open.service, open, tx);
        else await runStep(open, tx);
      }),
    withdraw: async ({ id, subject }) => {
      const row = await access.open({ id, subject });
      if (row.state === "draft" && (await drafts.discard({ id, subject }))) return;
      await ofSubject({ id, subject }, async (open, tx) => {
        const { state } = open.state;
        if (state === "withdrawn" || state === "discarded") return;
        if (isOver(open.state)) throw caseFailure("case.already-decided");
        await withdrawCase(open, tx, subject);
      });
    },
    view: async (asked) => {
      const row = await access.open(asked);
      return row.state === "draft" ? drafts.view(row) : viewCase(store, row.id, () => true);
    },
    acts: async ({ id, person }) => {
      const { state, service } = await readCase(store, id);
      return allowedIn(service, state, await standing(id, person), todayOf(store));
    },
    letter: letterOpening({ ctx, store, notify, standing }),
    act: async (request) => {
      const { id, person } = request;
      // an officer whose posts do not reach the case is told nothing of it, as on its page
      if (person.posts.length > 0) {
        if (!(await isReader(ctx.db, id, person))) throw caseFailure("case.not-found");
        await requireOpened({ ctx, store }, (await readCase(store, id)).row, person.subject);
      }
      const acting = { ...request, person: await standing(id, person) };
      const { act } = request;
      if (act.act === "cash") await takeFeeInCash({ store, pay }, { ...acting, act });
      else await perform({ store, ...sources }, { ...acting, act });
    },
    document: caseDocuments({ ctx, store, documents, access }),
    toSign: async (nationalId, { before, limit }) => {
      const rows = await casesToSign(ctx.db, nationalId, before ?? null, Math.min(limit, pageLimit));
      await definitions.load(ctx.db, rows);
      return rows.map(summaryOf);
    },
    viewAsParty: ({ id, nationalId }) => viewAsParty(store, id, nationalId),
    listOf: async (subject, { before, limit }) => {
      const mandates = (await people.inForce({ holder: subject })).map((one) => one.id);
      const rows = await casesOfSubject(ctx.db, { subject, mandates }, before ?? null, Math.min(limit, pageLimit));
      await definitions.load(ctx.db, rows);
      return rows.map(summaryOf);
    },
    ...officerCases({ ctx, store, standing, road, eid: ctx.use(eidApi) }),
    ...secretCases({ ctx, store, people, roles: readRoles(ctx.content) }),
    openingsOf: (subject, { before, limit }) => openingsOf(ctx.db, subject, numberOf(before), Math.min(limit, pageLimit)),
    ...certificates,
    certificateLogged: (code) => loggedProof({ ctx, road }, code),
    certificatesOfCase: standings.ofCase,
    changeCertificate: standings.change,
    renew: renewCertificate({ ctx, store, drafts, access, newestOf: certificates.ownCertificate }),
  };
  return {
    api: offerApi(casesApi, api),
    me: ({ subject }) => ownSection(ctx, api, subject),
    routes: (app) => {
      listRoutes(app, { ctx, sealOf: seals.ofAgency });
      applicationPages(app, ctx, api, { definitions, documents, checks, brought });
      broughtRoutes(app, { brought, eid, origin: ctx.origin("cases") });
    },
    queues: caseQueues(ctx),
    subscribes: [...moneyEvents(), ...letterEvents(), ...visitEvents()],
    start: async () => {
      await needPayments(ctx, pay, definitions.services.all);
      await keepFormerSecrets(ctx.db, definitions.services.all);
      await notices.start();
    },
    stop: notices.stop,
    schedules: () => [
      notices.schedule,
      renewKeys("cases.seal-certificates", () => seals.open),
      { name: "cases.limits", everyMs: limitsEveryMs, onceIn: ctx.db, run: () => expireOverdue(store) },
      {
        ...{ name: "cases.prepared", everyMs: limitsEveryMs, onceIn: ctx.db },
        run: async () => {
          await brought.empty();
          await purgePhoneCodes(ctx.db, new Date(ctx.clock.now().getTime() - endingEveryMs).toISOString());
        },
      },
      {
        ...{ name: "cases.certificates-ending", everyMs: endingEveryMs, atStart: true, onceIn: ctx.db },
        run: () => remindOfEnds({ ctx }),
      },
      {
        ...{ name: "cases.erasures", everyMs: eraseEveryMs, atStart: true, onceIn: ctx.db },
        run: () => eraseOverdue({ store, log: ctx.log }),
      },
    ],
    jobs: [
      recordConsent(store, mydata),
      ...disputeJobs(store),
      logCertificate({ ctx, road }),
      withdrawConsent(mydata),
      collect(store, road, mydata),
      ...stepJobs({
        ...{ store, ids: ctx.ids, texts: ctx.texts, agencyName: agencyNames(ctx) },
        ...{
          pay,
          benefits: ctx.use(benefitsApi),
          ...{ road, registrars, people },
          eid: ctx.use(eidApi),
          sealOf: seals.of,
          sealPdf,
          origin: ctx.origin("portal"),
        },
      }),
      ...moneyJobs({ store, pay }),
      keepDocuments(store, documents),
      letterNotices({ store, notify, agencyName: agencyNames(ctx), texts: ctx.texts, portal: ctx.origin("portal") }),
      letterDeliveries({ store }),
      noteVisits({ store }),
      ...keeperJobs({ store, notify, portal: ctx.origin("portal") }),
      tellHolder({ ctx, notify, portal: ctx.origin("portal") }),
      tell(store, notify, access, ctx.origin("portal")),
    ],
  };
}
