import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { CasesApi, CaseView } from "@troad/cases/api";
import { json, sql } from "@troad/kernel";
import { parseVerifierKey, verifyProof } from "@troad/tlog";
import { cardProof } from "@troad/web";
import { Browser } from "../../apps/troad/demo/browser.ts";
import type { Government } from "./government.ts";
import { patient } from "./patience.ts";

export type Filer = Parameters<CasesApi["acts"]>[0]["person"];
type Act = Parameters<CasesApi["act"]>[0]["act"];
type Pages = Record<string, Record<string, unknown>>;

/** What people and officers do with returns, through the api of cases. */
export function returnsOf(cases: CasesApi, portal: string) {
  const doing = async (id: string, person: Filer, act: Act): Promise<void> =>
    cases.act({ id, person, act, place: (await cases.acts({ id, person })).place });

  async function come(id: string, person: Filer, step: string | null): Promise<CaseView> {
    const end = Date.now() + patient(15_000);
    for (;;) {
      const view = await cases.view({ id, subject: person.subject });
      if (view.state === "stopped") assert.fail(`it stopped at ${view.step?.id}: ${JSON.stringify(view.stopped)}`);
      if (step === null ? view.ended !== null && view.step === null : view.step?.id === step) return view;
      if (Date.now() > end) assert.fail(`it stays at ${view.step?.id ?? view.ended}, not ${step}`);
      await sleep(60);
    }
  }
  /** Answers a later step page by page, and submits it. */
  async function answer(id: string, person: Filer, pages: Pages): Promise<void> {
    for (const [page, values] of Object.entries(pages)) {
      const { place } = await cases.acts({ id, person });
      const { errors } = await cases.stepAnswer({ id, person, place, page, values });
      assert.deepEqual(errors, [], page);
    }
    await doing(id, person, { act: "submit" });
  }
  async function begin(service: string, person: Filer, pages: Pages, mandate?: string): Promise<string> {
    const { subject, nationalId = "", name } = person;
    const { id } = await cases.open({ service, subject, nationalId, name, ...(mandate ? { mandate } : {}) });
    for (const [page, values] of Object.entries(pages)) {
      const { errors } = await cases.answer({ id, subject, page, values });
      assert.deepEqual(errors, [], page);
    }
    assert.equal(await cases.submit({ id, subject, proof: cardProof }), null);
    return id;
  }
  /** Takes what is offered: the page is answered with what stands in it. */
  async function asOffered(
    id: string,
    person: Filer,
    page: string,
    more: Record<string, unknown> = {},
  ): Promise<Record<string, unknown>> {
    const form = await cases.stepForm({ id, person });
    const names = form.pages.find((one) => one.id === page)!.fields.map(({ name }) => name);
    const shown = Object.fromEntries(names.flatMap((name) => (name in form.answers ? [[name, form.answers[name]]] : [])));
    const sent = Object.entries({ ...shown, ...more }).map(([name, value]) => [
      name,
      value === true ? "yes" : value === false ? "no" : String(value),
    ]);
    return Object.fromEntries(sent);
  }

  /** Pays what the case asks for, on the page of the payment service. */
  async function pay(id: string, { subject }: Filer): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      const { fee } = await cases.view({ id, subject });
      if (fee?.address && fee.paidAt === null) {
        await new Browser("en").post(`${portal}${fee.address}`, {});
        return;
      }
      await sleep(60);
    }
    assert.fail("nothing was asked for");
  }
  return { doing, come, answer, begin, asOffered, pay };
}

/** An invoice of one business to another, as a shop sends it. */
export const bought = (number: string, seller: string, buyer: string, sales: number) => ({
  ...{
    number,
    date: "2026-10-05",
    time: "10:00:00",
    type: "07",
    seller: { ban: seller, name: "賣方" },
    buyer: { ban: buyer, name: "買方" },
  },
  ...{ print: true, randomNumber: "1234", taxType: "1", taxRate: "0.05", sales: String(sales), tax: String(sales * 0.05) },
  items: [{ description: "茶葉", quantity: "1", unitPrice: String(sales), amount: String(sales), taxType: "1", sequence: "1" }],
  total: String(sales * 1.05),
});

/** The register of companies says who leads a firm. */
export async function leadsFirm(
  { running }: Government,
  { ban, name }: { ban: string; name: string },
  person: { nationalId?: string; name: string },
): Promise<void> {
  const firm = { number: ban, name, status: "active", director: person.nationalId, directorName: person.name };
  await running.schemas.ofAgency("registers", "moea").run(sql`
    insert into record (register, subject, data, valid_from, recorded_at)
    values ('company', ${ban}, ${json(firm)}, '2020-01-01', '2020-01-01T00:00:00.000Z') on conflict do nothing`);
}

/** The receipt of a return is in the public log, and anyone who holds it can prove so. */
export async function receiptIsLogged(cases: CasesApi, portal: string, of: { id: string; subject: string }): Promise<void> {
  const receipt = (await cases.ownCertificate(of))!;
  assert.equal(receipt.valid, true);
  let logged = await cases.certificateLogged(receipt.code);
  for (let tries = 0; !logged && tries < 100; tries++) {
    await sleep(60);
    logged = await cases.certificateLogged(receipt.code);
  }
  const key = parseVerifierKey(logged!.verifierKey);
  const trust = { origin: key.name, logKeys: [key] };
  const { index } = verifyProof(logged!.proof, hash("sha256", receipt.token, "buffer"), trust);
  assert.equal(index, logged!.leafIndex);
  const saved = async (code: string): Promise<string> => (await fetch(`${portal}/verify/${code}/proof`)).text();
  assert.deepEqual([await saved(receipt.code), (await saved("nothing")).includes("tlog-proof")], [logged!.proof, false]);
  assert.throws(() => verifyProof(logged!.proof, hash("sha256", `${receipt.token}x`, "buffer"), trust));
}
