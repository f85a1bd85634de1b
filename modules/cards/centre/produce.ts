import { createHmac } from "node:crypto";
import { installationSecret, instant, type ModuleContext, monthsLater, type Tx, taipeiDate, withBeat } from "@troad/kernel";
import type { PkiApi } from "@troad/pki/api";
import { TrustError } from "@troad/trust";
import type { CardContent } from "../domain/card-content.ts";
import { allotBlank, moveBlanks, recordBlanks } from "../store/blanks.ts";
import {
  type CardRow,
  dropLetters,
  extendLease,
  findBatch,
  insertLetter,
  keepMade,
  leaseCard,
  lockCard,
  moveLeased,
  recordCard,
  replan,
  setBatch,
  setCard,
  unfinished,
} from "../store/cards.ts";
import { findOrder, newestPhoto, setOrder } from "../store/orders.ts";
import type { LetterSeal } from "./letters.ts";
import type { PrintFiles } from "./print-file.ts";
import { fingerprintOf, type Station } from "./station.ts";

/** A card that spoils so many blanks in a row is not the blanks' fault. */
const mostRejected = 3;
/** For how many leases a worker may go on with one card: a token that never answers holds it no longer. */
const mostLeases = 10;
const actor = "centre";

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock" | "ids" | "folder" | "log">;
  content: CardContent;
  pki: Pick<PkiApi, "endCardRequest">;
  files: PrintFiles;
  leaseMs: number;
};
export type Line = { station: Station; letters: LetterSeal };
export type Production = ReturnType<typeof openProduction>;
export type Worked = { state: "done" | "halted" } | { state: "held"; until: string };

/** Makes the cards of a batch, one after the other; may be broken off anywhere and run in several processes at once. */
export function openProduction({ ctx, content, pki, files, leaseMs }: Parts) {
  const { db, clock, ids } = ctx;
  const codeHash = (card: string, code: string): string =>
    createHmac("sha256", installationSecret(ctx.folder, "activation-codes")).update(`${card} ${code}`).digest("base64url");

  /** The blank is void for this reason, its certificates end, and the card begins again. */
  async function voidBlank(card: CardRow, reason: string): Promise<void> {
    const { blank } = card;
    if (blank === null) return;
    // first the certificates: broken off after this, the blank is found in work and voided again
    await pki.endCardRequest(blank);
    files.drop(blank);
    await db.tx(async (tx) => {
      const now = await lockCard(tx, card.id);
      if (now?.blank !== blank) return;
      await spoil(tx, blank, reason);
      await dropLetters(tx, [card.id]);
      // a machine that stopped says nothing against the card
      const counts = !reason.startsWith("interrupted-");
      await replan(tx, card.id, counts);
      await recordCard(tx, { card: card.id, state: "planned", actor, blank, reason, at: instant(clock) });
      if (!counts || now.rejected + 1 < mostRejected) return;
      await setCard(tx, card.id, "void", reason);
      await setOrder(tx, card.card_order, "failed", reason);
    });
  }
  async function spoil(tx: Tx, blank: string, reason: string): Promise<void> {
    await moveBlanks(tx, [blank], { from: ["allotted", "used"], to: "spoiled", reason });
    await recordBlanks(tx, [blank], { action: "spoiled", actor, reason, at: instant(clock) });
  }

  /** Commits that a blank is taken before anything is done to it. */
  const allot = (card: CardRow, lease: string): Promise<string | undefined> =>
    db.tx(async (tx) => {
      const blank = await allotBlank(tx, card.id);
      if (blank === undefined) return undefined;
      if (!(await moveLeased(tx, card.id, lease, "personalising", blank))) throw new Error("the lease went to another worker");
      const at = instant(clock);
      await recordBlanks(tx, [blank], { action: "allotted", actor, at });
      await recordCard(tx, { card: card.id, state: "personalising", actor, blank, at });
      return blank;
    });

  async function personalise({ station, letters }: Line, card: CardRow, lease: string, blank: string): Promise<boolean> {
    const order = await findOrder(db, card.card_order);
    if (!order?.holder) return false;
    const notAfter = monthsLater(clock.now(), 12 * content.validYears).toISOString();
    const secrets = station.secrets();
    const holder = { name: order.holder.name ?? "", nationalId: order.national_id };
    const { auth, sign } = await station.personalise(blank, secrets, holder, notAfter);
    const sealed = await letters.seal({ blank, name: holder.name, ...secrets });
    return db.tx(async (tx) => {
      const kept = await keepMade(tx, card.id, lease, {
        ...{ authSerial: auth.serial, auth: auth.certificate, signSerial: sign.serial, sign: sign.certificate },
        ...{ notAfter: auth.notAfter, codeHash: codeHash(card.id, secrets.code) },
      });
      if (!kept) return false;
      const at = instant(clock);
      await insertLetter(tx, { card: card.id, sealed, printer: letters.thumbprint, at });
      await recordCard(tx, { card: card.id, state: "personalised", actor, blank, at });
      await tx.audit({ actor, action: "cards.personalised", target: card.id, detail: { blank } });
      return true;
    });
  }

  async function print(card: CardRow, lease: string, blank: string): Promise<void> {
    const begun = await db.tx((tx) => moveLeased(tx, card.id, lease, "printing", blank));
    const [order, photo] = [await findOrder(db, card.card_order), await newestPhoto(db, card.card_order)];
    const made = await db.tx((tx) => lockCard(tx, card.id));
    if (!begun || !order?.holder || !photo?.file || !made?.auth_certificate) return;
    files.write({
      ...{ blank, holder: { ...order.holder, nationalId: order.national_id }, photo: photo.file },
      ...{ validUntil: taipeiDate(new Date(made.not_after!)), fingerprint: fingerprintOf(made.auth_certificate) },
    });
    await db.tx(async (tx) => {
      if (!(await moveLeased(tx, card.id, lease, "printed", blank))) return;
      await moveBlanks(tx, [blank], { from: ["allotted"], to: "used" });
      const at = instant(clock);
      await recordBlanks(tx, [blank], { action: "used", actor, at });
      await recordCard(tx, { card: card.id, state: "printed", actor, blank, at });
    });
  }

  /** One step of one card. Undefined when there is no more to do at present. */
  async function step(line: Line, batch: string): Promise<Worked | undefined> {
    const [lease, now] = [ids.uuid(), clock.now()];
    const until = new Date(now.getTime() + leaseMs).toISOString();
    const card = await db.tx((tx) => leaseCard(tx, batch, lease, now.toISOString(), until));
    if (!card) {
      const left = await unfinished(db, batch);
      if (left.until !== null) return { state: "held", until: left.until };
      // released between the two questions
      if (left.cards > 0) return undefined;
      await setBatch(db, batch, "done");
      return { state: "done" };
    }
    // a worker that lives keeps its card, however slow its token is: only one that stopped loses it
    const keep = (): Promise<unknown> =>
      extendLease(db, card.id, lease, new Date(clock.now().getTime() + leaseMs).toISOString()).catch((error: unknown) =>
        ctx.log.warn({ err: error, card: card.id }, "a lease is not extended"),
      );
    return withBeat({ everyMs: leaseMs / 3, most: 3 * mostLeases, beat: keep }, () => workOn(line, card, lease));
  }
  async function workOn(line: Line, card: CardRow, lease: string): Promise<Worked | undefined> {
    // a worker was broken off in the middle: what the blank has become nobody knows
    if (card.state === "personalising" || card.state === "printing") {
      await voidBlank(card, card.state === "printing" ? "interrupted-printing" : "interrupted-personalising");
      await db.tx((tx) => release(tx, card.id, lease));
      return undefined;
    }
    if ((await findOrder(db, card.card_order))?.state !== "production") {
      await db.tx((tx) => setCard(tx, card.id, "void", "order-ended"));
      return undefined;
    }
    const blank = card.blank ?? (await allot(card, lease));
    if (blank === undefined) {
      await db.tx((tx) => release(tx, card.id, lease));
      await setBatch(db, card.batch, "halted", "no-blanks");
      return { state: "halted" };
    }
    try {
      // the card was ended meanwhile: so is what was certified for its blank
      if (card.state === "planned" && !(await personalise(line, card, lease, blank))) {
        await pki.endCardRequest(blank);
        return undefined;
      }
    } catch (error) {
      if (!(error instanceof TrustError)) throw error;
      ctx.log.warn({ err: error, blank }, "a blank could not be personalised");
      await voidBlank({ ...card, blank }, error.code);
      await db.tx((tx) => release(tx, card.id, lease));
      return undefined;
    }
    await print(card, lease, blank);
    await db.tx((tx) => release(tx, card.id, lease));
    return undefined;
  }
  const release = async (tx: Tx, id: string, lease: string): Promise<void> => {
    const card = await lockCard(tx, id);
    if (card?.lease === lease) await setCard(tx, id, card.state, card.reason);
  };

  return {
    codeHash,
    voidBlank,
    /** Works on a batch until it is done or halted, or others hold what is left. */
    work: async (line: Line, batch: string): Promise<Worked> => {
      for (;;) {
        const found = await findBatch(db, batch);
        if (found?.state !== "open") return { state: found?.state === "done" ? "done" : "halted" };
        const worked = await step(line, batch);
        if (worked) return worked;
      }
    },
  };
}
