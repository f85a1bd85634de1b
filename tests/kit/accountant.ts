import assert from "node:assert/strict";
import { casesApi } from "@troad/cases/api";
import { peopleApi } from "@troad/people/api";
import { demoPeopleOf } from "./demo-people.ts";
import type { Government } from "./government.ts";
import { refusedWith } from "./refused.ts";
import { type Filer, receiptIsLogged, returnsOf } from "./tax-returns.ts";

const vatService = "business-tax-return-401";
type Scene = { government: Government; owner: Filer; accountant: Filer; stranger: Filer; shopBan: string };

/** Returns of a shop that others file: by the mandate of who leads it, or as its representative; and what is refused. */
export async function accountantFiles({ government, owner, accountant, stranger, shopBan }: Scene): Promise<void> {
  const cases = government.running.use(casesApi);
  const { come, answer, begin, asOffered } = returnsOf(cases, government.portal);
  const api = government.running.use(peopleApi);
  const term = { services: [vatService], since: new Date(Date.now() - 3_600_000).toISOString(), until: null };
  const given = { key: "accountant", by: owner.subject, mandate: { ...term, holder: accountant.subject } };
  const { id: mandate } = await api.giveMandate(given);
  const of = (period: string, number = shopBan) => ({ period: { number, period } });
  const whole = async (id: string) => {
    for (const step of ["state", "file"]) {
      await come(id, accountant, step);
      const pages = step === "file" ? [] : ["sales", "purchases"];
      const taken = await Promise.all(pages.map(async (page) => [page, await asOffered(id, accountant, page)] as const));
      await answer(
        id,
        accountant,
        step === "file" ? { declare: { declared: "yes" } } : { ...Object.fromEntries(taken), marks: {} },
      );
    }
  };
  const filed = await begin(vatService, accountant, of("11508"), mandate);
  await whole(filed);
  await come(filed, accountant, "pay");
  const view = await cases.view({ id: filed, subject: owner.subject });
  assert.deepEqual([view.subject, view.onBehalf?.subject, view.onBehalf?.as], [owner.subject, accountant.subject, "agent"]);
  await receiptIsLogged(cases, government.portal, { id: filed, subject: owner.subject });

  // a mandate that was given to another, and one for another service
  await refusedWith("case.mandate-ended", begin(vatService, stranger, of("11506"), mandate));
  await refusedWith("case.mandate-ended", begin("income-tax-return", accountant, {}, mandate));
  // without a mandate the accountant is not who leads the business
  const own = await begin(vatService, accountant, of("11506"));
  assert.equal((await come(own, accountant, null)).ended, "refused");
  // it ends while a return is being filled in: the accountant sees and does nothing more, the owner goes on
  const open = await begin(vatService, accountant, of("11504"), mandate);
  await come(open, accountant, "state");
  const { place } = await cases.acts({ id: open, person: accountant });
  await api.endMandate({ id: mandate, by: owner.subject, reason: "another accountant" });
  const now = { id: open, person: accountant };
  await refusedWith("case.mandate-ended", cases.stepForm(now));
  await refusedWith("case.mandate-ended", cases.stepAnswer({ ...now, place, page: "marks", values: {} }));
  await refusedWith("case.mandate-ended", cases.act({ ...now, place, act: { act: "submit" } }));
  await refusedWith("case.mandate-ended", cases.view({ id: filed, subject: accountant.subject }));
  await refusedWith("case.mandate-ended", begin(vatService, accountant, of("11506"), mandate));
  assert.equal((await cases.acts({ id: open, person: owner })).place.step, "state");

  // whom an officer has confirmed as representative files for that business, and for no other
  const confirmer = (await demoPeopleOf(government)).find(({ role }) => role.role === "mandate-officer")!;
  const principal = { business: shopBan, name: "示範便利商店" };
  const { id: represents } = await api.confirmMandate({
    ...{ key: "representative", by: confirmer.subject },
    mandate: { ...term, kind: "representative", holder: stranger.subject, principal, basis: "公司登記" },
  });
  const another = await begin(vatService, stranger, of("11506", "04595257"), represents);
  assert.equal((await come(another, stranger, null)).ended, "refused");
  await come(await begin(vatService, stranger, of("11506"), represents), stranger, "state");
}
