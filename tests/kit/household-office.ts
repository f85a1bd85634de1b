import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type CasesApi, casesApi } from "@troad/cases/api";
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

  async function comesTo(id: string, where: string) {
    const { subject } = family.members[0]!;
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

  async function refusedAfterDecision(): Promise<void> {
    const child = family.members[2]!;
    const id = await asks(child, new Date());
    await decided(id);
    const written = async () => (await comesTo(id, "check")).actions.filter(({ type }) => type === "write-refused");
    for (let tries = 0; (await written()).length === 0; tries++) {
      if (tries > 200) assert.fail("the register did not refuse");
      await sleep(50);
    }
    const [refused] = await written();
    const findings = refused!.data.findings as { code: string; article: string }[];
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
    await comesTo(id, "fine");
    const [officer] = officers;
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

  return { refusedAfterDecision, appliedLate };
}
