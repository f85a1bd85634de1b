import assert from "node:assert/strict";
import { openConsentApi } from "./consent-api.ts";
import type { Recipient } from "./data-recipient.ts";
import type { Citizen } from "./exchange.ts";
import type { OnlineScene } from "./online-scene.ts";

type ConsentRecord = { id: string; optIn: boolean; individual: { id: string } };
const sets = [{ set: "household-now", fields: ["name"] }];
const field = ["household-now.name"];

/**
 * A recipient that fetches for all its people again gets those who agree now, whether the others opted out on the page or by a program of their own
 * (CMSgov/dpc-app#1180: an export ignored it), and also where it goes by a list that it made before.
 */
export async function exportLeavesOut(
  scene: OnlineScene,
  recipient: Recipient,
  [program, page]: readonly Citizen[],
): Promise<void> {
  const { government, citizen, at, signedIn, agree } = scene;
  const people = [citizen, program!, page!];
  const given = new Map<string, Citizen>();
  for (const one of people) {
    const asked = await recipient.start(sets, { standing: true });
    const code = await agree(asked, await signedIn(one.subject), field);
    assert.equal((await recipient.fetch(asked, code)).status, 200);
    given.set(asked.id, one);
  }
  const [stays, byProgram, byPage] = [...given.keys()] as [string, string, string];
  const api = await openConsentApi(government.portal);
  const listed = async (): Promise<ConsentRecord[]> => {
    const { body } = await api.call({ recipient }, "GET", "/service/verification/consent-records/?limit=100");
    return (body.consentRecords as ConsentRecord[]).filter(({ id }) => given.has(id));
  };
  const before = await listed();
  assert.deepEqual(
    before.map(({ optIn }) => optIn),
    [true, true, true],
  );
  const me = { browser: await signedIn(program!.subject) };
  const { body } = await api.call(me, "GET", `/service/individual/record/consent-record/?limit=100`);
  const own = (body.consentRecords as ConsentRecord[]).find(({ id }) => id === byProgram);
  const change = { consentRecord: { ...own, optIn: false } };
  assert.equal((await api.call(me, "PUT", `/service/individual/record/consent-record/${byProgram}/`, change)).status, 200);
  await (await signedIn(page!.subject)).post(at(`/my-data/consents/recipients/${byPage}/withdraw`), {});

  // an export over the list of before, all at once
  const answers = await Promise.all(
    before.map(async ({ id }) => ({ id, reply: await recipient.post(`/consents/${id}/data`, {}) })),
  );
  for (const { id, reply } of answers) {
    if (id === stays) {
      const { data } = await recipient.open(reply.text);
      assert.equal(data["household-now"]!.records[0]!.name!.value, citizen.name);
      continue;
    }
    assert.equal(reply.code, "mydata.consent-ended", `${id}: ${reply.status}`);
    assert.ok(!reply.text.includes(given.get(id)!.name));
  }
  const now = await listed();
  assert.deepEqual(
    now.filter(({ optIn }) => optIn).map(({ id }) => id),
    [stays],
    "and in the list they have opted out",
  );
}
