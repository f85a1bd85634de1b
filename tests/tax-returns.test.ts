import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { sql } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { cardProof } from "@troad/web";
import { accountantFiles } from "./kit/accountant.ts";
import { demoPeopleOf } from "./kit/demo-people.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import { patient } from "./kit/patience.ts";
import { refusedWith } from "./kit/refused.ts";
import { bought, type Filer, leadsFirm, receiptIsLogged, returnsOf } from "./kit/tax-returns.ts";

/** The income tax return from the first answer to the payment: consents, a child on two returns, the officer, the assessment. */
let government: Government;
let cases: CasesApi;
let doing: Returns["doing"];
let come: Returns["come"];
let answer: Returns["answer"];
let begin: Returns["begin"];
let asOffered: Returns["asOffered"];
let pay: Returns["pay"];
const service = "income-tax-return";
type Returns = ReturnType<typeof returnsOf>;
type Person = Filer;
const people: Record<string, Person> = {};
const officer = (subject: string): Person => ({
  ...{ subject, name: subject },
  posts: [{ role: "tax-officer", agency: "ntbt", area: null }],
});

before(async () => {
  government = await startGovernment({});
  cases = government.running.use(casesApi);
  ({ doing, come, answer, begin, asOffered, pay } = returnsOf(cases, government.portal));
  const citizens = (await demoPeopleOf(government)).filter(({ role, nationalId }) => role.role === "citizen" && nationalId);
  const adults = citizens.filter(({ nationalId }) => /^[A-Z][12]/.test(nationalId));
  const paid = await government.running.schemas
    .ofAgency("registers", "mof")
    .rows<{ subject: string }>(
      sql`select subject from record where register = 'income' and data->'incomes'->0->>'kind' = 'wage'`,
    );
  const earns = new Set(paid.map(({ subject }) => subject));
  const sorted = adults.toSorted((a, b) => Number(earns.has(b.nationalId)) - Number(earns.has(a.nationalId)));
  for (const [at, key] of ["late", "wife", "husband", "ex"].entries()) {
    const { subject, name, nationalId } = sorted[at]!;
    people[key] = { subject, name, nationalId, posts: [], proof: cardProof };
  }
});
after(() => government.stop());

const child = "A123456789";
const year = (value: string, married: boolean) => ({ year: value, married: married ? "yes" : "no", senior: "no" });
const children = {
  "children-count": "1",
  "children-0-childName": "小明",
  "children-0-childId": child,
  "children-0-stage": "school",
  "children-0-childDisabled": "no",
};
const declare = { declare: { "account-bank": "700", "account-account": "0001234567890", declared: "yes" } };
test("each person agrees for themselves; the couple files, is asked about a child, gets the notice, pays", {
  timeout: patient(120_000),
}, async () => {
  const { wife, husband, ex } = people as Record<string, Person>;
  const couple = {
    year: year("2025", true),
    spouse: { spouseName: husband!.name, spouseId: husband!.nationalId, spouseSenior: "no" },
    ...{ children, adults: { "adults-count": "0" } },
  };
  let id = await begin(service, wife!, couple);
  await come(id, wife!, "agree");
  const agreed = () => government.running.use(mydataApi).consentsOf(husband!.subject, { limit: 5 });
  assert.deepEqual(await agreed(), [], "nobody agreed for him");
  await doing(id, husband!, { act: "sign", party: "spouse" });
  await come(id, wife!, "income");
  const consents = await agreed();
  assert.deepEqual(
    consents.map(({ requests }) => requests.map(({ source }) => source)),
    [["spouse-income", "spouse-disability"]],
  );

  // what is known stands in the form; who states otherwise says why
  const form = await cases.stepForm({ id, person: wife! });
  assert.ok(
    form.offered.some(({ field }) => field === "spouseSalary"),
    JSON.stringify(form.offered),
  );
  const { place } = await cases.acts({ id, person: wife! });
  const income = await asOffered(id, wife!, "income");
  const more = { ...income, salary: String(Number(income.salary ?? 0) + 1_000) };
  const { errors } = await cases.stepAnswer({ id, person: wife!, place, page: "income", values: more });
  assert.deepEqual(errors, [{ field: "incomeReason", code: "field.differs-without-reason" }]);
  const state = async (withheld: string) => {
    await answer(id, wife!, {
      income: { ...income, salary: "2000000", withheld, incomeReason: "another employer" },
      "spouse-income": await asOffered(id, wife!, "spouse-income"),
      deductions: await asOffered(id, wife!, "deductions", { itemize: "no" }),
    });
    await come(id, wife!, "file");
    return (await cases.stepForm({ id, person: wife! })).shows;
  };
  let shows = await state("0");
  assert.equal(shows.find(({ lowest }) => lowest)!.rows.length, 5);
  // interest grows day by day, and to the sandbox some last digits of an amount mean something
  const toPay = () => Number(shows.flatMap(({ rows }) => rows).find(({ variable }) => variable === "return.toPay")!.value);
  for (let tries = 1; toPay() % 100 > 90 && toPay() % 100 < 96; tries++) {
    await cases.withdraw({ id, subject: wife!.subject });
    id = await begin(service, wife!, couple);
    await doing(id, husband!, { act: "sign", party: "spouse" });
    await come(id, wife!, "income");
    shows = await state(String(tries * 10));
  }
  await answer(id, wife!, declare);

  await come(id, wife!, "pay");
  await receiptIsLogged(cases, government.portal, { id, subject: wife!.subject });

  // another return names the same child: both are asked, though one was assessed already
  const other = await begin(service, ex!, { year: year("2025", false), children, adults: { "adults-count": "0" } });
  await come(other, ex!, "income");
  await answer(other, ex!, {
    income: await asOffered(other, ex!, "income"),
    deductions: await asOffered(other, ex!, "deductions", { itemize: "no" }),
  });
  await come(other, ex!, "file");
  await answer(other, ex!, declare);
  await come(other, ex!, "child");
  await come(id, wife!, "child");
  await answer(other, ex!, { claim: { keepsChild: "release", claimWhy: "the child lives with her" } });
  await answer(id, wife!, { claim: { keepsChild: "keep", claimWhy: "the child lives with us" } });
  await come(id, wife!, "settle");
  await doing(id, officer("officer-1"), { act: "choose", outcome: "stays", reasons: "the other return gave it up" });
  const due = await come(id, wife!, "pay");
  await pay(id, wife!);
  assert.ok(due.decision === null);
  const ended = await come(id, wife!, null);
  assert.equal(ended.ended, "granted");
  const [record] = await government.running.schemas.ofAgency("registers", "ntbt").rows<{ data: Record<string, unknown> }>(
    sql`select data from record where register = 'tax-assessment' and data->>'taxpayer' = ${wife!.nationalId!} and data->>'sourceCase' is not null
      order by recorded_at desc limit 1`,
  );
  assert.equal((record!.data.payments as { amount: number }[])[0]!.amount, record!.data.assessed);

  // the same year again is no second return
  const { subject, nationalId = "", name } = wife!;
  const again = await cases.open({ service, subject, nationalId, name });
  const { standing } = await cases.answer({ id: again.id, subject, page: "year", values: year("2025", false) });
  assert.deepEqual(standing, { id, granted: true });
});

test("a child is added once, a fine stays within the law, and a recheck is another officer's", {
  timeout: patient(120_000),
}, async () => {
  const late = people.late!;
  const { subject, nationalId = "", name } = late;
  const { id } = await cases.open({ service, subject, nationalId, name });
  const twice = {
    ...{ "children-count": "2", "children-0-childName": "甲", "children-0-childId": "B123456780", "children-0-stage": "school" },
    ...{
      "children-0-childDisabled": "no",
      "children-1-childName": "甲",
      "children-1-childId": "B123456780",
      "children-1-stage": "school",
    },
    "children-1-childDisabled": "no",
  };
  await cases.answer({ id, subject, page: "year", values: year("2024", false) });
  const { errors } = await cases.answer({ id, subject, page: "children", values: twice });
  assert.deepEqual(
    errors,
    [{ field: "children-1-childId", code: "field.same-entry" }],
    "one child added twice (department-of-veterans-affairs/va.gov-team#128975)",
  );
  const filed = await begin(service, late, {
    year: year("2024", false),
    children: { "children-count": "0" },
    adults: { "adults-count": "0" },
  });
  await come(filed, late, "income");
  const stated = await asOffered(filed, late, "income", {
    salary: "0",
    other: "0",
    withheld: "150000",
    incomeReason: "none of it",
  });
  await answer(filed, late, { income: stated, deductions: await asOffered(filed, late, "deductions", { itemize: "no" }) });
  await come(filed, late, "file");
  await answer(filed, late, declare);
  // less than is known: an officer looks, finds it, and corrects the return
  await come(filed, late, "examine");
  await refusedWith(
    "case.reasons-missing",
    doing(filed, officer("officer-1"), { act: "choose", outcome: "corrected", reasons: "" }),
  );
  await doing(filed, officer("officer-1"), { act: "choose", outcome: "corrected", reasons: "income was left out" });
  await doing(filed, officer("officer-1"), {
    act: "report",
    report: { addedSelf: "1500000", addedSpouse: "0", fine: "900000", grounds: "所得稅法第 110 條" },
  });
  const { actions } = await come(filed, late, "pay");
  const values = actions.findLast(({ type }) => type === "assessed")!.data.values as Record<string, number>;
  assert.equal(values["return.fine"], values["return.evaded"]! * 2, "no more than twice the tax that was left out");
  await pay(filed, late);
  await come(filed, late, null);
  await doing(filed, late, { act: "objection", reason: "it was not mine" });
  await come(filed, late, "recheck");
  await refusedWith(
    "case.act-not-allowed",
    doing(filed, officer("officer-1"), { act: "choose", outcome: "dismissed", reasons: "no" }),
  );
  await doing(filed, officer("officer-2"), { act: "choose", outcome: "upheld", reasons: "it was another's" });
  await doing(filed, officer("officer-2"), {
    act: "report",
    report: { addedSelf: "0", addedSpouse: "0", fine: "0", grounds: "復查" },
  });
  const after = await come(filed, late, null);
  assert.ok(
    after.actions.some(({ type }) => type === "paid-out"),
    "what was paid too much goes back",
  );
});

const shopBan = "12345675";
const vatService = "business-tax-return-401";
test("a shop files its 401 from its invoices; what differs has a reason and is examined", {
  timeout: patient(120_000),
}, async () => {
  const owner = people.husband!;
  const { subject, nationalId = "", name } = owner;
  await leadsFirm(government, { ban: shopBan, name: "示範便利商店" }, owner);
  const { token } = JSON.parse(fs.readFileSync(path.join(government.data, "demo", "invoice-shop.json"), "utf8")) as {
    token: string;
  };
  const sent = await fetch(`${government.portal}/invoice/v1/invoices`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify([
      bought("AB00000001", shopBan, "04595257", 200_000),
      bought("DN99999999", "10458574", shopBan, 100_000),
    ]),
  });
  assert.equal(sent.status, 200, await sent.clone().text());
  assert.equal(((await sent.json()) as { taken: number }).taken, 2);
  const { id } = await cases.open({ service: vatService, subject, nationalId, name });
  const { errors } = await cases.answer({ id, subject, page: "period", values: { number: shopBan, period: "11510" } });
  assert.deepEqual(errors, []);
  await cases.submit({ id, subject, proof: cardProof });
  await come(id, owner, "state");
  const sales = await asOffered(id, owner, "sales");
  const purchases = await asOffered(id, owner, "purchases");
  assert.ok(Number(sales.outputTax) >= 10_000, "the demonstration sells more besides");
  assert.equal(purchases.inputTax, "5000");
  const { place } = await cases.acts({ id, person: owner });
  const less = await cases.stepAnswer({ id, person: owner, place, page: "sales", values: { ...sales, outputTax: "1000" } });
  assert.deepEqual(less.errors, [{ field: "salesReason", code: "field.differs-without-reason" }]);
  await answer(id, owner, {
    sales: { ...sales, outputTax: "1000", salesReason: "returned goods" },
    purchases,
    marks: { barredEntertainment: "600" },
  });
  await come(id, owner, "file");
  await answer(id, owner, { declare: { declared: "yes" } });
  await come(id, owner, "examine");
  await doing(id, officer("officer-1"), { act: "choose", outcome: "corrected", reasons: "no voucher of the return" });
  const added = String(Number(sales.outputTax) - 1_000);
  await doing(id, officer("officer-1"), {
    act: "report",
    report: { addedOutput: added, deniedInput: "0", grounds: "營業稅法第 43 條" },
  });
  const { actions } = await come(id, owner, "pay");
  const values = actions.findLast(({ type }) => type === "assessed")!.data.values as Record<string, number>;
  assert.equal(values["vatReturn.payable"], Number(sales.outputTax) - 4_400);
  // who does not represent the business files nothing for it
  const other = people.ex!;
  const foreign = await cases.open({
    service: vatService,
    subject: other.subject,
    nationalId: other.nationalId!,
    name: other.name,
  });
  await cases.answer({ id: foreign.id, subject: other.subject, page: "period", values: { number: shopBan, period: "11510" } });
  await cases.submit({ id: foreign.id, subject: other.subject, proof: cardProof });
  assert.equal((await come(foreign.id, other, null)).ended, "refused");
});

test("an accountant files the 401 by mandate; without one, after it ended, or for another business, nothing is filed", {
  timeout: patient(120_000),
}, async () => {
  const [owner, accountant, stranger] = [people.husband!, people.ex!, people.late!];
  await leadsFirm(government, { ban: shopBan, name: "示範便利商店" }, owner);
  await accountantFiles({ government, owner, accountant, stranger, shopBan });
});
