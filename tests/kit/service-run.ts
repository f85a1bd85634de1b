import { setTimeout as sleep } from "node:timers/promises";
import { type CasesApi, type CaseView, casesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import {
  isAutomatic,
  isOfficerStep,
  isReference,
  outcomesOf,
  type Service,
  type ServicePath,
  type Step,
  valueAt,
} from "@troad/flow";
import { CodedError, json, sql } from "@troad/kernel";
import { cardProof } from "@troad/web";
import type { Browser } from "playwright-core";
import { openPage, type Setting, violations } from "../../e2e/browser.ts";
import { patient } from "./patience.ts";
import { answersFor } from "./service-answers.ts";
import { apply, fileAtCounter, type Person, type Run } from "./service-begin.ts";
import { settleFamily } from "./service-family.ts";
import { fillLater } from "./service-fill.ts";
import { refusalIn, walkOf } from "./service-report.ts";

type CaseAct = Parameters<CasesApi["act"]>[0]["act"];
/** How a case that went along a path ended, as the government tells it, and what axe had to say about its pages. */
export type Ran = { id: string; ended: string | null; axe: string[] };

/** Where the key of a record stands that is not the applicant's own: in an answer, or with the party that it names. */
function keyOf(of: Service["definition"]["sources"][number]["of"], { definition }: Service): string | undefined {
  if (!of || "key" in of) return typeof of?.from === "string" ? of.from : undefined;
  const party = definition.parties[of.party];
  return party?.kind === "named" ? `answers.${party.nationalId}` : undefined;
}

/** What registers know, by the path: a version that is newer than the synthetic ones. A household keeps the number that it has. */
async function know({ government, service, path: one }: Run, applicant: Person): Promise<void> {
  const { collected } = walkOf(service, one);
  const home = await government.running.schemas.ofAgency("registers", "moi").one<{ no: string }>(
    sql`select data->>'householdNo' as no from record where register = 'person' and subject = ${applicant.nationalId!}
        order by recorded_at desc limit 1`,
  );
  for (const { id, provider, of } of service.definition.sources) {
    const record = one.sources[id];
    if (!record || (of && "key" in of && (typeof of.from !== "string" || of.from.startsWith("written.")))) continue;
    const [, member, , register] = provider.split("/");
    const key = keyOf(of, service);
    const subject = key === undefined ? applicant.nationalId! : String(valueAt(key, collected));
    const schema = government.running.schemas.ofAgency("registers", member!.toLowerCase());
    const known = await schema.one<{ data: Record<string, unknown> }>(
      sql`select data from record where register = ${register!} and subject = ${subject} order by recorded_at desc limit 1`,
    );
    const own = record.householdNo !== undefined && home ? { householdNo: home.no } : {};
    await schema.run(sql`insert into record (register, subject, data, valid_from, recorded_at)
      values (${register!}, ${subject}, ${json({ ...known?.data, ...record, ...own })}, '2020-01-01', clock_timestamp())`);
  }
}

/** The nth officer of a step: one of the demonstration, whom a register that enters what they decided asks for, or another for many votes. */
async function officerAt({ government, service, path }: Run, step: Step, n: number): Promise<Person> {
  if (!isOfficerStep(step)) throw new Error(`nobody acts for an authority at ${step.id}`);
  const named = step.agency ?? service.definition.agency;
  const agency = isReference(named) ? String(valueAt(named, walkOf(service, path).collected)) : named;
  const post = { role: step.role, agency, area: null };
  // where those of other steps may not act, it is another one
  const others = "notBy" in step ? (step.notBy?.length ?? 0) : 0;
  const known = (await government.running.use(eidApi).demoPeople()).filter(({ label }) => label === step.role)[n + others];
  const subject = known?.subject ?? `officer-${step.id}-${n}`;
  return { subject, name: known?.name ?? subject, posts: [post] };
}

const firstOf = (field: { type: string; options?: readonly { value: string }[] }): string | string[] => {
  if (field.options) return field.type === "choices" ? [field.options[0]!.value] : field.options[0]!.value;
  if (field.type === "yes-no") return "yes";
  if (field.type === "date") return "2026-01-02";
  return field.type === "integer" || field.type === "money" ? "1" : "as seen";
};

/** What a path says that an officer saw, as a browser sends it. */
const asSent = (seen: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(seen).map(([name, value]) => [name, value === true ? "yes" : value === false ? "no" : String(value)]),
  );

/** The act of an officer that gives a step this outcome. */
function officersAct(step: Step, outcome: string, written: ServicePath["written"]): CaseAct {
  switch (step.kind) {
    case "visit": {
      const first = Object.fromEntries(step.report.map((field) => [field.name, firstOf(field)]));
      return { act: "report", report: written?.[step.id] ? asSent(written[step.id]!) : first };
    }
    case "committee":
      return { act: "vote", vote: outcome === "granted" ? "for" : "against" };
    case "draw":
      return { act: "draw", word: "平安" };
    case "await":
      return { act: "receive", text: "It came", documents: [] };
    default:
      return outcome === "asked"
        ? { act: "ask", items: ["A paper"], text: "" }
        : { act: "choose", outcome, reasons: "as the file says" };
  }
}

/** A secret case is that of the officer who filed it: who acts in it without keeping it is named by that one first. */
async function letIn({ government }: Run, id: string, person: Person): Promise<void> {
  const cases = government.running.use(casesApi);
  const [agency] = person.posts.map((post) => post.agency);
  const kept = await government.running.schemas
    .of("cases")
    .rows<{ subject: string }>(sql`select subject from case_keeper where case_id = ${id}::uuid`);
  if (kept.length === 0 || kept.some(({ subject }) => subject === person.subject)) return;
  const first = { ...person, subject: kept[0]!.subject };
  await cases.openMasked({ id, agency: agency!, person: first, reason: "another officer is needed" });
  await cases.nameKeeper({ id, agency: agency!, person: first, to: person.subject });
}

/** Does what a path says happens at a step, and says when it is done. */
async function act(run: Run, id: string, applicant: Person, view: CaseView, outcome: string): Promise<void> {
  const { government, service } = run;
  const cases = government.running.use(casesApi);
  const doing = async (person: Person, what: CaseAct): Promise<void> => {
    const agency = person.posts[0]?.agency;
    if (service.definition.secret && agency) await letIn(run, id, person);
    if (service.definition.masked && agency) await cases.openMasked({ id, agency, person, reason: "to decide on it" });
    await cases.act({ id, person, act: what, place: (await cases.acts({ id, person })).place });
  };
  const step = service.flow.step(view.step!.id)!;
  if (step.kind === "fill") await fillLater(run, id, applicant, step);
  else if (step.kind === "pay") {
    await until(id, cases, applicant.subject, ({ fee }) => fee?.address != null);
    const { fee } = await cases.view({ id, subject: applicant.subject });
    await fetch(`${government.portal}${fee!.address}`, { method: "POST", headers: { origin: government.portal } });
  } else if (step.kind === "ask") await doing(applicant, { act: "supply", text: "Here it is", documents: [] });
  else if (step.kind === "sign")
    for (const party of await partiesOf(run, id)) {
      const person = {
        subject: `party-${party.key}`,
        nationalId: party.nationalId,
        name: party.name,
        posts: [],
        proof: cardProof,
      };
      const signer = party.nationalId === applicant.nationalId ? applicant : person;
      const mine = (await cases.acts({ id, person: signer })).acts.some((one) => one.act === "sign" && one.party === party.key);
      if (mine && outcome === "refused") return doing(signer, { act: "decline", party: party.key, reason: "no" });
      if (mine) await doing(signer, { act: "sign", party: party.key });
    }
  else if (step.kind === "committee" && step.rank) {
    for (let n = 0; n < step.quorum; n++) await doing(await officerAt(run, step, n), { act: "score", score: 90 });
    await doing(await officerAt(run, step, 0), { act: "close" });
  } else if (step.kind === "committee")
    for (let n = 0; n < step.quorum; n++)
      await doing(await officerAt(run, step, n), officersAct(step, outcome, run.path.written));
  else await doing(await officerAt(run, step, 0), officersAct(step, outcome, run.path.written));
}

const partiesOf = ({ government }: Run, id: string) =>
  government.running.schemas
    .of("cases")
    .rows<{ key: string; nationalId: string; name: string }>(
      sql`select key, national_id as "nationalId", name from case_party where case_id = ${id}::uuid order by key`,
    );

async function until(id: string, cases: CasesApi, subject: string, holds: (view: CaseView) => boolean): Promise<CaseView> {
  const end = Date.now() + patient(15_000);
  for (;;) {
    const view = await cases.view({ id, subject });
    if (holds(view)) return view;
    if (view.state === "stopped") throw new Error(`it stopped at ${view.step?.id}: ${view.stopped?.code}`);
    if (Date.now() > end) throw new Error(`it stays at ${view.step?.id ?? view.ended} (${view.state})${refusalIn(view)}`);
    await sleep(60);
  }
}

/** Waits until it holds; what is done on the way there without a choice, such as a visit or an applicant's later answers, is done. */
async function come(run: Run, id: string, applicant: Person, holds: (view: CaseView) => boolean): Promise<CaseView> {
  const cases = run.government.running.use(casesApi);
  const usual = ({ step, actions }: CaseView): string | undefined => {
    const at = step && run.service.flow.step(step.id);
    const alone = at && (at.kind === "fill" || (isOfficerStep(at) && outcomesOf(at).length === 1));
    const waits = alone && !(run.path.choices ?? []).some((one) => one.step === at.id);
    return waits ? `${at.id} ${actions.length}` : undefined;
  };
  for (let done = ""; ; ) {
    const view = await until(id, cases, applicant.subject, (now) => holds(now) || ![undefined, done].includes(usual(now)));
    if (holds(view)) return view;
    done = usual(view)!;
    await act(run, id, applicant, view, outcomesOf(run.service.flow.step(view.step!.id)!)[0]!);
  }
}

/** From the submission to the end, by what officers and parties do. */
export async function follow(run: Run, id: string, applicant: Person): Promise<CaseView> {
  const cases = run.government.running.use(casesApi);
  let turn = -1;
  for (const { step, outcome } of run.path.choices ?? []) {
    const remedy = /^end:(.+)$/.exec(step);
    // the registers themselves answer here
    if (!remedy && isAutomatic(run.service.flow.step(step)!)) continue;
    const here = (view: CaseView): boolean =>
      remedy ? view.ended === remedy[1] && view.step === null : view.step?.id === step && view.actions.length > turn;
    const view = await come(run, id, applicant, here);
    turn = view.actions.length;
    if (!remedy)
      await act(run, id, applicant, view, outcome).catch((error: unknown) => {
        throw new Error(
          `${step} -${outcome}->: ${error instanceof CodedError ? `${error.code} ${JSON.stringify(error.params)}` : String(error)}`,
        );
      });
    else {
      const { by } = run.service.flow.remedies.find(
        ({ name, from }) => name === outcome && from.some((end) => end === remedy[1]),
      )!;
      const agency = "role" in by ? (by.agency ?? run.service.definition.agency) : "";
      const person =
        "party" in by ? applicant : { subject: "officer-again", name: "officer", posts: [{ role: by.role, agency, area: null }] };
      const { place } = await cases.acts({ id, person });
      const [post] = person.posts;
      if (run.service.definition.masked && post)
        await cases.openMasked({ id, agency: post.agency, person, reason: "to look again" });
      await cases.act({ id, person, place, act: { act: outcome as "objection", reason: "please look again" } });
    }
  }
  return come(run, id, applicant, ({ ended, step }) => ended !== null && step === null);
}

/** The path as this person goes it, with the registers knowing what it says. */
export async function readyFor(run: Run, subject: string): Promise<{ applicant: Person; one: ServicePath }> {
  const person = (await run.government.running.use(eidApi).person(subject))!;
  const applicant: Person = { subject, nationalId: person.nationalId, name: person.name, posts: [], proof: cardProof };
  const applies = answersFor(run, applicant);
  const one = await settleFamily({ ...run, path: applies }, { name: person.name, nationalId: person.nationalId! });
  if (!one.around?.people) await know({ ...run, path: one }, applicant);
  return { applicant, one };
}

/**
 * Takes a person through the form of a service in Chromium, with or without scripts, lets officers, parties and registers do what the path
 * says, and reads from the government how it ended.
 */
export async function runPath(run: Run & { browser: Browser }, setting: Setting, subject: string): Promise<Ran> {
  const { government, browser, service } = run;
  const { applicant, one } = await readyFor(run, subject);
  const walked = { ...run, path: one };
  const { context, page, complaints } = await openPage(browser, setting);
  const axe: string[] = [];
  const seen = async (name: string): Promise<void> => {
    if (setting.javaScript) axe.push(...(await violations(page)).map((fault) => `${name}: ${fault}`));
  };
  try {
    const { portal } = government;
    await page.goto(`${portal}/try`);
    const id = service.definition.counterOnly
      ? await fileAtCounter(walked, page, applicant, seen)
      : await apply(walked, page, applicant, seen);
    const { ended } = await follow(walked, id, applicant);
    // the page of a case loads itself again while the case is under way
    await page.goto("about:blank");
    await page.goto(`${portal}/${service.definition.counterOnly ? "desk" : "cases"}/${id}`);
    await seen("ended");
    return { id, ended, axe: [...axe, ...complaints] };
  } finally {
    await context.close();
  }
}
