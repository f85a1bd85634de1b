import assert from "node:assert/strict";
import { taipeiDate } from "@troad/kernel";
import { type Household, households } from "@troad/population";
import { registersApi } from "@troad/registers/api";
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
