import assert from "node:assert/strict";
import { test } from "node:test";
import { taipeiDate } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import mydata from "@troad/mydata/module";
import { people } from "@troad/population";
import { roadApi } from "@troad/road/api";
import road from "@troad/road/module";
import { consentSubject } from "../domain/consent.ts";
import { consumer, household, openWorld } from "./world.ts";

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as { sub: string };

/** The first consent that names the person as the register and MyData alone know them: once the register's key has arrived. */
async function pairwiseGrant<T extends { token: string }>(grant: (key: string) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const granted = await grant(`try-${attempt}`);
    if (claimsOf(granted.token).sub === "pairwise" || attempt === 100) return granted;
    await new Promise((later) => setTimeout(later, 50));
  }
}

test("a consent that MyData grants opens the register once, directly and over the road, and its withdrawal closes it", async () => {
  const world = await openWorld({ people: 40, modules: [road, mydata] });
  try {
    const [person] = people({ seed: "t-road", size: 40, today: taipeiDate(new Date()) });
    const { subject, nationalId, name } = person!;
    const api = world.running.use(mydataApi);
    const requests = [{ source: "household", provider: household, fields: ["name"], agreement: "ndu-household-1" }];
    const grant = (key: string) => api.grant({ key, subject, nationalId, consumer, purpose: "test", requests });
    const first = await pairwiseGrant(grant);
    assert.ok(
      !JSON.stringify(claimsOf(first.token)).includes(consentSubject(nationalId)),
      "nobody recognises the person by trying ids",
    );
    const answer = await world.ask({ nationalId, consent: first.token });
    assert.deepEqual(answer.body.record, { name });
    assert.equal((await world.ask({ nationalId, consent: first.token, id: "again" })).body.code, "consent.used");
    assert.equal((await world.ask({ nationalId, consent: first.token, fields: ["members"] })).body.code, "consent.other-data");
    const overRoad = async (token: string, id: string) => {
      const url = await world.running.use(roadApi).consumerUrl("EDU/NDU");
      const headers = {
        "content-type": "application/json",
        "x-road-client": consumer,
        "x-road-id": id,
        "x-troad-consent": token,
      };
      const reply = await fetch(`${url}/r1/${household}/find`, {
        method: "POST",
        headers,
        body: JSON.stringify({ nationalId, fields: ["name"] }),
      });
      return { status: reply.status, body: (await reply.json()) as { record?: object; code?: string } };
    };
    const third = await grant("3");
    assert.deepEqual((await overRoad(third.token, "road-1")).body.record, { name });
    const repeated = await overRoad(third.token, "road-2");
    assert.deepEqual([repeated.status, repeated.body.code], [409, "consent.used"]);
    const second = await grant("2");
    await api.withdraw(subject, second.consent.id);
    world.clock.shift(5_000);
    assert.equal((await world.ask({ nationalId, consent: second.token, id: "second" })).body.code, "consent.withdrawn");
  } finally {
    await world.close();
  }
});
