import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Asked, Recipient } from "./data-recipient.ts";
import { type FarOutcome, farAnswers, roadAnswers } from "./online-far.ts";
import type { OnlineScene } from "./online-scene.ts";
import { wanted } from "./online-scene.ts";
import { heldRegister } from "./register-away.ts";

const consents = 100;
/** Answers that are under way all the time, since their register is slow. */
const slow = 20;
const everyMs = 50;

type Answer = { status: number; code: string | undefined; endedAt: number };

/**
 * A hundred consents, twenty of whose answers wait for a register, and twenty requests a second for the others, while the person withdraws one after the
 * other. Beside them twenty answers of 5 MB come from a provider in a process of its own. Times are taken
 * at the recipient: no answer with data ends after the page said that its consent is withdrawn. Gives how many answers came before that, and how many
 * came too late.
 */
export async function withdrawnUnderLoad(scene: OnlineScene): Promise<{
  delivered: number;
  ended: number;
  far: FarOutcome;
  library: Recipient;
}> {
  const { government, bank, citizen, at, signedIn, agree } = scene;
  await roadAnswers(scene);
  const browser = await signedIn(citizen.subject);
  const given: { asked: Asked; code: string }[] = [];
  const giving = Array.from({ length: 5 }, async () => {
    for (let left = consents / 5; left > 0; left--) {
      const asked = await bank.start(wanted, { standing: true });
      given.push({ asked, code: await agree(asked, browser) });
    }
  });
  await Promise.all(giving);
  const far = await farAnswers(scene, browser);
  const answers = new Map<number, Promise<Answer>>();
  const fetch = (n: number): void => {
    const { asked, code } = given[n]!;
    answers.set(
      n,
      bank.fetch(asked, code).then(({ status, code: failed }) => ({ status, code: failed, endedAt: performance.now() })),
    );
  };
  const held = await heldRegister(government.data, "registers_motc");
  for (let n = 0; n < slow; n++) fetch(n);
  await held.awaited();
  const withdrawnAt: number[] = [];
  const withdraw = async (n: number): Promise<void> => {
    const page = await browser.post(at(`/my-data/consents/recipients/${given[n]!.asked.id}/withdraw`), {});
    assert.equal(page.status, 200);
    withdrawnAt[n] = performance.now();
  };
  for (let n = 0; n < slow; n++) await withdraw(n);
  await held.letGo();
  await far.fetchAll();
  const asking = (async () => {
    for (let n = slow; n < consents; n++) {
      fetch(n);
      await sleep(everyMs);
    }
  })();
  // some before they are asked for, some while, some after
  const farEnding = far.withdrawAll(everyMs * 6);
  for (let n = consents - 1; n >= slow; n--) await withdraw(n);
  await farEnding;
  await asking;
  let [delivered, ended] = [0, 0];
  for (const [n, answer] of answers) {
    const { status, code, endedAt } = await answer;
    if (status === 200) delivered++;
    else ended++;
    if (status === 200) assert.ok(endedAt <= withdrawnAt[n]!, `${n}: ${endedAt - withdrawnAt[n]!} ms after it was withdrawn`);
    else
      assert.match(code ?? "", n < slow ? /^mydata\.(consent-ended|sets-failed)$/ : /^mydata\.consent-ended$/, `${n}: ${status}`);
    if (n < slow) assert.notEqual(status, 200, "its register answered after the withdrawal");
  }
  for (const { asked } of given.slice(0, 5))
    assert.match((await bank.post(`/consents/${asked.id}/data`, {})).code ?? "", /^mydata\.(consent-ended|request-unknown)$/);
  return { delivered, ended, far: await far.outcome(), library: far.client };
}
