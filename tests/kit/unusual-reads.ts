import assert from "node:assert/strict";
import { type shiftedClock, sql, taipeiDate } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { readByLaw } from "@troad/registers/events";
import { Browser } from "../../apps/troad/demo/browser.ts";
import { type Citizen, consumer, household, until } from "./exchange.ts";
import type { Government } from "./government.ts";

/** Reads that registers report, of which a person is told if they are unusual and the person wants it. */
export async function unusualReads(
  government: Government,
  clock: ReturnType<typeof shiftedClock>,
  person: Citizen,
): Promise<void> {
  const { running } = government;
  const day = 86_400_000;
  // at three in the afternoon and at eleven at night in Taiwan
  const at = (days: number, hour: number): string => {
    const date = taipeiDate(new Date(clock.now().getTime() + days * day));
    return new Date(`${date}T${String(hour).padStart(2, "0")}:00:00+08:00`).toISOString();
  };
  const event = (id: string, when: string, more: object = {}) => ({
    ...{
      provider: household,
      consumer,
      exchangeId: id,
      nationalId: person.nationalId,
      agreement: "x",
      legalBasis: "law",
      purpose: "check",
    },
    ...{ fields: ["name"], found: true, at: when, noticeAfterDays: 0, issue: "113-7", ...more },
  });
  const register = running.schemas.ofAgency("registers", "moi");
  const publish = (one: ReturnType<typeof event>) => register.tx((tx) => tx.publish(readByLaw, one));
  const told = async () => {
    const messages = await running.use(notifyApi).inbox({ to: person.subject, limit: 50, lang: "en" });
    return messages.map(({ template }) => template).filter((one) => one.startsWith("data-read-"));
  };
  const arrives = (template: string) => until(async () => ((await told()).includes(template) ? true : undefined), template);
  await publish(event("first", at(1, 15)));
  await publish(event("usual", at(2, 15)));
  await publish(event("night", at(3, 23)));
  await publish(event("no-case", at(4, 15), { issue: null }));
  const many = Array.from({ length: 49 }, (_, n) =>
    event(`many-${n}`, at(5, 15), { nationalId: `A1${String(n).padStart(8, "0")}` }),
  );
  for (const one of [event("many", at(5, 15)), ...many]) await publish(one);
  // a job that is due looks at what is recorded: all of it, however slowly the events come
  await until(async () => {
    const rows = await running.schemas.of("mydata").rows(sql`select 1 from law_read where exchange_id like 'many%'`);
    return rows.length === 50 ? true : undefined;
  }, "the reads of many people");
  clock.shift(6 * day);
  for (const reason of ["first", "night", "no-case", "bulk"]) await arrives(`data-read-${reason}`);
  assert.deepEqual((await told()).length, 4, "and of nothing else");
  const browser = new Browser("en");
  await browser.post(`${government.portal}/auth/demo`, { subject: person.subject, return: "/" });
  const page = await browser.get(`${government.portal}/my-data/notices`);
  assert.equal((page.text.match(/ checked/g) ?? []).length, 4);
  const saved = await browser.post(`${government.portal}/my-data/notices`, { reason: ["bulk", "forged"] });
  assert.match(saved.text, /Saved/);
  assert.equal((saved.text.match(/ checked/g) ?? []).length, 1);
  await publish(event("unwanted", at(1, 23)));
  await publish(event("unwanted-2", at(2, 15), { issue: null }));
  const listed = await browser.get(`${government.portal}/my-data`);
  assert.match(listed.text, /case 113-7/);
  clock.shift(3 * day);
  await until(async () => {
    const waiting = await running.schemas
      .of("mydata")
      .rows(sql`select 1 from kernel_job where kind = 'mydata.look-at-read' and done_at is null`);
    return waiting.length === 0 ? true : undefined;
  }, "no job left");
  assert.equal((await told()).length, 4, "silenced");
  const jobs = await running.schemas.of("mydata").rows(sql`select payload from kernel_job`);
  assert.ok(!JSON.stringify(jobs).includes(person.nationalId));
}
