import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type CaseAction, type CasesApi, casesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import { sql, taipeiDate } from "@troad/kernel";
import { type Household, households, type Person } from "@troad/population";
import { Browser } from "../../apps/troad/demo/browser.ts";
import type { Government } from "./government.ts";

type Acting = Parameters<CasesApi["acts"]>[0]["person"];
type Act = Parameters<CasesApi["act"]>[0]["act"];

/** What the household office does when its register does not follow its decision, and when an application comes late. */
export async function officeOfHouseholds(government: Government) {
  const cases = government.running.use(casesApi);
  const request = { seed: "t-road", size: 2_000, today: taipeiDate(new Date()) };
  const hasChild = ({ members: [head, spouse, child] }: Household): boolean =>
    head !== undefined && head.age >= 20 && spouse?.relation === "spouse" && child?.relation === "child" && child.age < 18;
  const family = [...households(request)].find(hasChild)!;
  const demo = await government.running.use(eidApi).demoPeople();
  const officers = demo
    .filter(({ label }) => label === "household-officer")
    .map(({ subject, name }): Acting => ({ subject, name, posts: [{ role: "household-officer", agency: "moi", area: null }] }));
  const doing = async (id: string, person: Acting, act: Act): Promise<void> =>
    cases.act({ id, person, act, place: (await cases.acts({ id, person })).place });

  /** The head of the household asks that another member becomes it. */
  async function asks(newHead: Person, on: Date): Promise<string> {
    const { subject, nationalId, name } = family.members[0]!;
    const { id } = await cases.open({ service: "change-of-head", subject, nationalId, name });
    const values = { capacity: "head", newHead: newHead.nationalId, on: taipeiDate(on) };
    assert.deepEqual((await cases.answer({ id, subject, page: "head", values })).errors, []);
    await cases.submit({ id, subject });
    return id;
  }

  async function comesTo(id: string, where: string, subject = family.members[0]!.subject) {
    for (let tries = 0; ; tries++) {
      const found = await cases.view({ id, subject });
      if ((found.step?.id ?? found.ended) === where && (where !== "pay-fine" || found.fee?.address)) return found;
      if (tries > 400 || found.stopped)
        assert.fail(`it is not at ${where}: ${JSON.stringify([found.step, found.ended, found.stopped])}`);
      await sleep(50);
    }
  }

  async function decided(id: string): Promise<void> {
    const [officer] = officers;
    await comesTo(id, "look");
    await doing(id, officer!, { act: "report", report: { headConsents: "yes" } });
    await comesTo(id, "check");
    await doing(id, officer!, { act: "choose", outcome: "accepted", reasons: "" });
  }

  /** What the register answered to the entry that was decided; the case is back at the officer's step. */
  async function refusedIn(id: string): Promise<CaseAction> {
    for (let tries = 0; tries < 200; tries++) {
      const refused = (await comesTo(id, "check")).actions.find(({ type }) => type === "write-refused");
      if (refused) return refused;
      await sleep(50);
    }
    return assert.fail("the register did not refuse");
  }

  async function refusedAfterDecision(): Promise<void> {
    const child = family.members[2]!;
    const id = await asks(child, new Date());
    await decided(id);
    const findings = (await refusedIn(id)).data.findings as { code: string; article: string }[];
    assert.deepEqual(
      findings.filter(({ code }) => code === "new-head-incapable").map(({ article }) => article),
      ["D0030007:22"],
    );
    assert.equal(
      (
        await government.running.schemas
          .ofAgency("registers", "moi")
          .one<{ n: number }>(sql`select count(*)::int as n from entry where case_id = ${id}`)
      )?.n,
      0,
      "nothing was entered, not even half",
    );
    const [one, other] = officers;
    await doing(id, one!, { act: "choose", outcome: "denied", reasons: "戶籍法施行細則第 22 條：新戶長沒有行為能力。" });
    await comesTo(id, "refused");
    const { subject, nationalId, name } = family.members[0]!;
    await doing(id, { subject, nationalId, name, posts: [] }, { act: "appeal", reason: "孩子已經很懂事" });
    await comesTo(id, "reconsider");
    const actsOf = async (person: Acting): Promise<string[]> => (await cases.acts({ id, person })).acts.map(({ act }) => act);
    assert.ok(!(await actsOf(one!)).includes("choose"), "who decided does not look at the decision again");
    await doing(id, other!, { act: "choose", outcome: "upheld", reasons: "原處分並無違誤。" });
    await comesTo(id, "closed");
  }

  async function appliedLate(): Promise<void> {
    const spouse = family.members[1]!;
    const id = await asks(spouse, new Date(Date.now() - 60 * 86_400_000));
    await decided(id);
    const [officer] = officers;
    // what is the officer's to judge needs their reasons: with them the same case is entered
    const judged = (await refusedIn(id)).data.findings as { code: string }[];
    assert.deepEqual(
      judged.map(({ code }) => code).filter((code) => code !== "late"),
      ["online-only-if-announced"],
    );
    await doing(id, officer!, { act: "choose", outcome: "accepted", reasons: "已公告得以網路申請。" });
    await comesTo(id, "fine");
    await assert.rejects(doing(id, officer!, { act: "report", report: { excused: "no", amount: "901" } }), {
      code: "case.report-incomplete",
    });
    await doing(id, officer!, { act: "report", report: { excused: "no", amount: "600" } });
    const { fee } = await comesTo(id, "pay-fine");
    assert.equal(fee!.amount, 600);
    await new Browser("en").post(`${government.portal}${fee!.address}`, {});
    await comesTo(id, "granted");
    const unit = await government.running.schemas.ofAgency("registers", "moi").one<{ head: string }>(sql`
    select data->>'head' as head from record where register = 'household-unit' and subject = ${family.no} order by recorded_at desc limit 1`);
    assert.equal(unit?.head, spouse.nationalId);
  }

  /** The parents do not agree on the surname: the office draws it, and the register enters what was drawn. */
  async function surnameDrawn(): Promise<void> {
    const eid = government.running.use(eidApi);
    const [mother, father] = await Promise.all(
      ["mother", "father"].map(async (wanted) => {
        const { roles: _, ...person } = (await eid.person(demo.find(({ label }) => label === wanted)!.subject))!;
        return person;
      }),
    );
    const today = taipeiDate(new Date());
    const { id } = await cases.open({ ...mother!, service: "birth-registration" });
    const birth = { birthDate: today, sex: "female", birthPlace: "65000", order: "5", children: "1", weeks: "39" };
    const parents = { hasFather: "yes", fatherName: father!.name, fatherId: father!.nationalId, surname: "father" };
    const pages = { birth: { ...birth, proof: "certificate" }, father: parents, name: { givenName: "安安" } };
    for (const [page, values] of Object.entries(pages))
      assert.deepEqual((await cases.answer({ id, subject: mother!.subject, page, values })).errors, [], page);
    await cases.submit({ id, subject: mother!.subject });
    await doing(id, { ...father!, posts: [] }, { act: "decline", party: "father", reason: "想從母姓" });
    const [officer] = officers;
    await comesTo(id, "draw", mother!.subject);
    await doing(id, officer!, { act: "draw", word: "平安" });
    await comesTo(id, "check-lot", mother!.subject);
    await doing(id, officer!, { act: "choose", outcome: "accepted", reasons: "已看過出生證明書正本。" });
    const { actions } = await comesTo(id, "granted", mother!.subject);
    const lot = actions.find(({ type }) => type === "drawn")!.data.lot;
    const child = await government.running.schemas.ofAgency("registers", "moi").one<{ name: string }>(sql`
      select record.data->>'name' as name from record join entry on entry.seq = record.entry
      where entry.case_id = ${id} and record.register = 'person' and record.data->>'mother' = ${mother!.nationalId}`);
    assert.equal(child?.name, `${(lot === "father" ? father! : mother!).name[0]}安安`);
  }

  return { refusedAfterDecision, appliedLate, surnameDrawn };
}
