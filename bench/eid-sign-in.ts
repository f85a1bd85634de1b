/**
 * Claims: full sign-ins (challenge, card's signature checked, code, tokens) a second: 100 by the basic profile, 50 by FAPI 2.0, on two cores shared
 * with client and PostgreSQL. Beside them the bare cost of their signatures, made and checked in the same run.
 */
import { generateKeyPairSync, sign, verify } from "node:crypto";
import { SuiteClient } from "../modules/eid/test/clients.ts";
import { Browser, type DemoPerson, install } from "../modules/eid/test/installation.ts";
import { openCard, program, tokenOf } from "../modules/eid/test/web-eid-app.ts";
import { type Row, rate, seconds } from "./kit.ts";

const [rounds, atOnce] = [200, 8];

/** Makes and checks as many ECDSA P-256 signatures as one sign-in needs; gives how many such sets a second. */
async function bare(made: number, checked: number): Promise<number> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const text = Buffer.alloc(400, 1);
  const one = sign("sha256", text, privateKey);
  const spent = await seconds(() => {
    for (let round = 0; round < rounds; round++) {
      for (let count = 0; count < made; count++) sign("sha256", text, privateKey);
      for (let count = 0; count < checked; count++) verify("sha256", text, publicKey, one);
    }
  });
  return rounds / spent;
}

export default async (): Promise<Row[]> => {
  const it = await install({ EID_RATE: "1000000" });
  try {
    const people = it.people().slice(0, atOnce);
    const cards = new Map<DemoPerson, Awaited<ReturnType<typeof openCard>>>();
    for (const person of people) cards.set(person, await openCard(person));
    const rows: Row[] = [];
    // card, two certificates of its chain and id token; with FAPI two assertions and one proof more, and the client makes them
    const profiles = [
      { profile: "basic", made: 2, checked: 3 },
      { profile: "fapi2", made: 5, checked: 6 },
    ] as const;
    for (const { profile, made, checked } of profiles) {
      const client = await SuiteClient.of(it, { profile });
      const signIn = async (person: DemoPerson): Promise<void> => {
        const browser = new Browser();
        const begun = await browser.follow(
          await browser.request(await client.address({ login_hint: undefined })),
          client.redirectUri,
        );
        const interaction = new URL(begun.url).pathname.split("/").at(-1)!;
        const { key, der } = cards.get(person)!;
        const reader = program(it);
        const { challengeId, nonce } = await reader.challenge();
        const token = tokenOf(key, der, nonce, it.process.origin);
        const { body } = await reader.post("/eid/token", { challengeId, token, interaction });
        const arrived = await client.arrive(`${it.process.origin}${body.continue}`, browser);
        const { status } = await client.redeem(arrived.searchParams.get("code")!);
        if (status !== 200) throw new Error(`token endpoint: ${status}`);
      };
      for (const person of people) await signIn(person);
      const took: number[] = [];
      let left = rounds;
      const line = async (person: DemoPerson): Promise<void> => {
        while (left-- > 0) took.push(await seconds(() => signIn(person)));
      };
      const spent = await seconds(() => Promise.all(people.map(line)));
      const p99 = (took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.99)]! * 1000).toFixed(0);
      const peer = { what: `bare signatures (${made} made, ${checked} checked)`, perSecond: await bare(made, checked) };
      rows.push(rate(`sign-in by card, ${profile} (p99 ${p99} ms)`, "sign-ins/s", took.length / spent, peer));
    }
    return rows;
  } finally {
    await it.stop();
  }
};
