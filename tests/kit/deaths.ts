import assert from "node:assert/strict";
import { taipeiDate } from "@troad/kernel";
import { type Household, households } from "@troad/population";
import { registersApi } from "@troad/registers/api";
import { roadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import type { Government } from "./government.ts";

/** The household of the synthetic population in which a person lives. */
export function homeOf(nationalId: string): Household {
  for (const household of households({ seed: "t-road", size: 10_000, today: taipeiDate(new Date()) }))
    if (household.members.some((one) => one.nationalId === nationalId)) return household;
  throw new Error("nobody has this number");
}

/** The household office enters that a person has died, as the ministry's gateway calls its register. */
export async function enterDeath({ running }: Government, nationalId: string, on: string): Promise<void> {
  const endpoint = (await running.use(registersApi).serviceEndpoint("moi", "person"))!;
  const home = homeOf(nationalId);
  const other = home.members.find((one) => one.nationalId !== nationalId)!;
  const right = { id: "test", consentRequired: false, fields: [], endpoints: [{ method: "POST", path: "/enter/death" }] };
  const reply = await fetch(`${endpoint.url}/enter/death`, {
    method: "POST",
    headers: {
      ...{ authorization: `Bearer ${endpoint.token}`, "content-type": "application/json" },
      ...{ "x-road-client": "TWDEMO/GOV/MOI/HOUSEHOLD", "x-road-id": `death-${nationalId}` },
      "x-troad-right": JSON.stringify(right),
    },
    body: JSON.stringify({
      ...{
        writeKey: `death ${nationalId}`,
        caseId: `death-${nationalId}`,
        filedOn: on,
        office: home.address.townCode,
        officer: null,
      },
      facts: { person: nationalId, diedOn: on, proof: "certificate", cardBrought: true },
      filers: [{ nationalId: other.nationalId, as: "co-resident", present: "counter" }],
    }),
  });
  const answer = (await reply.json()) as { entered?: boolean };
  assert.equal(answer.entered, true, JSON.stringify(answer));
}

/** Who names a person as father or mother is told to the passbook by law, and to nobody else; other fields find nobody. */
export async function namingIsLimited({ running }: Government, nationalId: string): Promise<void> {
  const url = await running.use(roadApi).consumerUrl("GOV/MOF");
  const ask = (client: string, body: object) =>
    askRegister(url, {
      ...{ target: "/r1/TWDEMO/GOV/MOI/REGISTERS/person/naming", client: `TWDEMO/GOV/MOF/${client}`, consent: null, issue: null },
      ...{ exchangeId: `TWDEMO-test-${crypto.randomUUID()}`, body: { by: "father", nationalId, fields: ["name"], ...body } },
    });
  const found = await ask("PASSBOOK", {});
  assert.ok(found.ok, JSON.stringify(found));
  const children = homeOf(nationalId).members.filter(({ relation }) => relation === "child");
  const isMale = nationalId[1] === "1";
  if (isMale && children.length > 0)
    assert.deepEqual(
      (found.answer.records as { record: { name: string } }[]).map(({ record }) => record.name).toSorted(),
      children.map(({ name }) => name).toSorted(),
    );
  for (const [client, body] of [
    ["TAX", {}],
    ["PASSBOOK", { by: "spouse" }],
    ["PASSBOOK", { by: "search name", nationalId: "王" }],
    ["PASSBOOK", { nationalId: nationalId.slice(0, 5) }],
    ["PASSBOOK", { fields: ["birthDate"] }],
  ] as const)
    assert.equal((await ask(client, body)).ok, false, JSON.stringify([client, body]));
}
