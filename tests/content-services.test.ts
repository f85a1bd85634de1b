import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { taipeiDate } from "@troad/kernel";
import { households, type Person } from "@troad/population";
import { Browser } from "../apps/troad/demo/browser.ts";
import { type Government, startGovernment } from "./kit/government.ts";

/** The services of content from the first answer to the end, with the registers that they read and write. */
let government: Government;
let cases: CasesApi;
let people: Person[];
before(async () => {
  government = await startGovernment();
  cases = government.running.use(casesApi);
  const request = { seed: "t-road", size: 2_000, today: taipeiDate(new Date()) };
  people = [...households(request)].flatMap(({ members }) => members);
});
after(() => government.stop());

type Acting = Parameters<CasesApi["acts"]>[0]["person"];
type Act = Parameters<CasesApi["act"]>[0]["act"];
const citizen = ({ subject, nationalId, name }: Person): Acting => ({ subject, nationalId, name, posts: [] });
const doing = async (id: string, person: Acting, act: Act): Promise<void> =>
  cases.act({ id, person, act, place: (await cases.acts({ id, person })).place });

async function submitted(service: string, { subject, nationalId, name }: Person, pages: Record<string, object>): Promise<string> {
  const { id } = await cases.open({ service, subject, nationalId, name });
  for (const [page, values] of Object.entries(pages))
    assert.deepEqual((await cases.answer({ id, subject, page, values: { ...values } })).errors, [], page);
  await cases.submit({ id, subject });
  return id;
}

/** Waits until a case stands on a step, or has ended. */
async function comesTo(id: string, { subject }: Person, where: string) {
  for (let tries = 0; ; tries++) {
    const found = await cases.view({ id, subject });
    const { step, ended, stopped } = found;
    if ((step?.id ?? ended) === where && (where !== "fee" || found.fee?.address)) return found;
    if (tries > 200 || stopped) assert.fail(`it is not at ${where}: ${JSON.stringify({ step, ended, stopped })}`);
    await sleep(50);
  }
}

async function pays(id: string, person: Person): Promise<number> {
  const { fee } = await comesTo(id, person, "fee");
  await new Browser("en").post(`${government.portal}${fee!.address}`, {});
  return fee!.amount;
}

test("a vehicle changes hands once its owner has signed and the fee is paid, and the former owner cannot sell it again", async () => {
  const clean = people.filter(
    ({ vehicle }) => vehicle && vehicle.hold === "none" && vehicle.fines + vehicle.tax + vehicle.fuelFee === 0,
  );
  const seller = clean.find(({ vehicle }) => vehicle!.madeOn > "2022-12-31" && vehicle!.kind === "car")!;
  const [buyer, other] = people.filter(({ age, vehicle }) => age >= 20 && !vehicle);
  const sale = (person: Person) =>
    submitted("vehicle-transfer", person, {
      vehicle: { plate: seller.vehicle!.plate.toLowerCase() },
      seller: { sellerId: seller.nationalId, sellerName: seller.name },
      sign: { signed: person.name },
    });
  const id = await sale(buyer!);
  const second = await sale(other!);
  assert.equal((await cases.view({ id, subject: buyer!.subject })).step?.id, "sell");
  await doing(id, citizen(seller), { act: "sign", party: "seller" });
  await doing(second, citizen(seller), { act: "sign", party: "seller" });
  await comesTo(second, other!, "fee");
  assert.equal(await pays(id, buyer!), 200);
  await comesTo(id, buyer!, "granted");
  const [certificate] = await cases.certificatesOf(buyer!.subject, { limit: 1 });
  assert.deepEqual([certificate?.certificate, certificate?.valid], ["licence", true]);
  // the other buyer has paid too, and the register refuses: the seller owns it no more
  await pays(second, other!);
  await comesTo(second, other!, "closed");
});
