import { createHmac, timingSafeEqual } from "node:crypto";
import { instant, type ModuleContext, taipeiDate } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { openChallenge } from "../card/challenges.ts";
import { fail } from "../domain/errors.ts";
import type { Proof } from "../domain/methods.ts";
import { findChallenge } from "../store/challenges.ts";
import { type CodeKind, countGuess, insertCode, newestCode, sentSince, takeCode, tryCode, uncountGuess } from "../store/codes.ts";
import { lockStateOf } from "../store/locks.ts";
import { findPersonOfNumber } from "../store/people.ts";

export type Codes = {
  /** Sends a code to the person with this number, if there is one; the answer is the same for every number. */
  send(request: { nationalId: string; channel: "mail" | "message"; interaction: string }): Promise<{ challengeId: string }>;
  /** The proof by a code that was sent. */
  prove(request: { challengeId: string; code: string; interaction: string }): Promise<Proof>;
  /** A code that the office hands to a person in front of it; shown once. */
  handOut(subject: string, officer: string): Promise<{ code: string; expiresAt: string }>;
  /** The person who has the office's code; used up by it. */
  redeem(nationalId: string, code: string): Promise<{ subject: string }>;
};

const [sentMs, officeMs] = [10 * 60_000, 24 * 3_600_000];
const triesEach = 3;
/** Wrong guesses about one person in a day, over all codes and addresses: of a million codes they hit one in 100,000. */
export const mostGuesses = 10;
const sentAnHour = 5;
/** No 0, O, 1, I: the code is read aloud and typed. */
const letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const lengthOf: Record<CodeKind, number> = { mail: 6, message: 6, office: 10 };

/**
 * Codes that are sent or handed out. Guesses are counted for the person, whatever address they come from, and before they are judged; when too many
 * were wrong no code is accepted that day, while cards, passkeys and phones go on.
 */
export function codeService(ctx: ModuleContext, origin: string, secret: string): Codes {
  const hashOf = (id: string, code: string): string => createHmac("sha256", secret).update(`${id} ${code}`).digest("base64url");
  const draw = (kind: CodeKind): string =>
    kind === "office"
      ? Array.from(ctx.ids.random(lengthOf.office), (byte) => letters[byte % letters.length]).join("")
      : String(ctx.ids.random(6).readUIntBE(0, 6) % 1_000_000).padStart(6, "0");
  const after = (ms: number): string => new Date(ctx.clock.now().getTime() + ms).toISOString();

  async function store(subject: string, kind: CodeKind): Promise<{ id: string; code: string; expiresAt: string }> {
    const [id, code, expiresAt] = [ctx.ids.uuid(), draw(kind), after(kind === "office" ? officeMs : sentMs)];
    await insertCode(ctx.db, { id, subject, kind, hash: hashOf(id, code), at: instant(ctx.clock), expires_at: expiresAt });
    return { id, code, expiresAt };
  }

  /** To the addresses of this kind that the person confirmed, never to an inbox, which is read after a sign-in. */
  async function carry(
    { subject, name }: { subject: string; name: string },
    channel: "mail" | "message",
    key: string,
    code: string,
  ) {
    const by = channel === "mail" ? "mail" : "sms";
    const { addresses } = await ctx.use(notifyApi).reach(subject);
    const confirmed = addresses.filter((one) => one.channel === by && one.state === "confirmed");
    // people of the demonstration have no addresses: what would have been sent is shown under their name
    const shown = confirmed.length === 0 && ctx.demo ? [{ id: "demo", value: name, lang: "zh-Hant" }] : confirmed;
    for (const { id, value: to, lang } of shown)
      await ctx.use(notifyApi).sendCode({
        ...{ key: `eid ${key} ${id}`, channel: by, to, lang, template: "eid-code", params: { code } },
      });
  }

  /** True once for the newest code of the person; every other answer counts as a guess. */
  async function isRight(subject: string, kind: CodeKind, code: string): Promise<string | undefined> {
    const day = taipeiDate(ctx.clock.now());
    const way = kind === "office" ? "office" : "code";
    const guesses = await countGuess(ctx.db, subject, way, day);
    if (guesses > mostGuesses) throw fail("eid.code-wrong");
    const newest = await newestCode(ctx.db, subject, kind, instant(ctx.clock));
    const row = newest && (await tryCode(ctx.db, newest.id, triesEach, instant(ctx.clock)));
    const given = hashOf(row?.id ?? "", code.trim().toUpperCase());
    if (!row || !timingSafeEqual(Buffer.from(given), Buffer.from(row.hash)) || !(await takeCode(ctx.db, row.id)))
      return undefined;
    await uncountGuess(ctx.db, subject, way, day);
    return row.id;
  }

  return {
    send: async ({ nationalId, channel, interaction }) => {
      const person = await findPersonOfNumber(ctx.db, nationalId);
      const { challengeId } = await openChallenge(ctx, "code", person?.subject ?? null, { channel, interaction });
      if (!person || (await lockStateOf(ctx.db, person.subject)).locked) return { challengeId };
      if ((await sentSince(ctx.db, person.subject, after(-3_600_000))) >= sentAnHour) return { challengeId };
      const { code } = await store(person.subject, channel);
      await carry(person, channel, challengeId, code);
      return { challengeId };
    },
    prove: async ({ challengeId, code, interaction }) => {
      const challenge = await findChallenge(ctx.db, challengeId.slice(0, 100), "code");
      const about = (challenge?.about ?? {}) as { channel?: "mail" | "message"; interaction?: string };
      const isOpen = challenge && Date.parse(challenge.expires_at) > ctx.clock.now().getTime();
      if (!isOpen || about.interaction !== interaction || !about.channel) throw fail("eid.sign-in-expired");
      const { subject } = challenge;
      if (subject === null || (await lockStateOf(ctx.db, subject)).locked) throw fail("eid.code-wrong");
      const used = await isRight(subject, about.channel, code);
      if (!used) throw fail("eid.code-wrong");
      return { subject, method: about.channel === "mail" ? "code-mail" : "code-message", credential: used };
    },
    handOut: async (subject, officer) => {
      const { id, ...made } = await store(subject, "office");
      await ctx.db.tx((tx) => tx.audit({ actor: officer, action: "eid.office-code", target: subject }));
      // another may have stood at the counter: the person hears of it at every address
      await ctx.use(notifyApi).send({
        ...{ key: `eid office code ${id}`, to: subject, channel: "message" },
        ...{ template: "eid-office-code", params: {}, link: `${origin}/eid/account` },
      });
      return made;
    },
    redeem: async (nationalId, code) => {
      const person = await findPersonOfNumber(ctx.db, nationalId);
      const used = person && (await isRight(person.subject, "office", code));
      if (!used) throw fail("eid.code-wrong");
      await ctx.db.tx((tx) => tx.audit({ actor: person.subject, action: "eid.office-code-used", target: person.subject }));
      return { subject: person.subject };
    },
  };
}
