import { createHmac, timingSafeEqual } from "node:crypto";
import { isVerifyCode, mobileBarcode } from "@troad/invoice-formats";
import { installationSecret, instant, type ModuleContext, type Queryable } from "@troad/kernel";
import {
  barcodeOf,
  type CarrierId,
  carrierExists,
  countTry,
  findProof,
  forgetTries,
  insertCarrier,
  insertCode,
  insertLink,
  type LinkedCarrier,
  lockCarrier,
} from "./carriers-store.ts";

/** After so many wrong codes in a row a carrier answers to none for a while, the right one included. */
const mostTries = 5;
const lockMs = 15 * 60_000;

export type LinkRefusal = "carrier.wrong-code" | "carrier.linked-elsewhere" | "carrier.not-linkable";

type CodesOfLink = { barcode: string; card: string };
/** In the audit: who is known by the verification codes alone. */
const byCodes = "holder";

/** Carriers, their verification codes, and which of them are joined to a mobile barcode. */
export type CarrierService = {
  /** Registers a carrier with its first verification code; false if it is there already. */
  register(carrier: CarrierId & { display?: string; subject?: string }, code: string): Promise<boolean>;
  /** The carrier and all that is joined to it, if this is its verification code. */
  open(carrier: CarrierId, code: string): Promise<CarrierId[] | undefined>;
  /** Whether this is the carrier's verification code. Wrong and locked are not told apart, so a guesser learns nothing. */
  proves(carrier: CarrierId, code: string): Promise<boolean>;
  changeCode(carrier: CarrierId, before: string, after: string): Promise<boolean>;
  exists(carrier: CarrierId): Promise<boolean>;
  /** Joins a card to a barcode. Anyone who asks proves possession of both. */
  link(barcode: string, card: LinkedCarrier, codes: CodesOfLink, by?: string): Promise<LinkRefusal | undefined>;
  unlink(barcode: string, card: CarrierId, code: string): Promise<boolean>;
  linked(barcode: string): Promise<LinkedCarrier[]>;
};

/** The keyed hash of a verification code. The key is the installation's: a copied database alone does not tell codes, short as they are. */
export function codeHasher(folder: string): (carrier: CarrierId, code: string) => string {
  const key = installationSecret(folder, "verify-codes");
  return ({ type, id }, code) => createHmac("sha256", key).update(`${type}\n${id}\n${code}`).digest("base64url");
}

export function openCarrierService(
  ctx: Pick<ModuleContext, "db" | "clock" | "ids" | "folder">,
  reads: Queryable,
): CarrierService {
  const hashOf = codeHasher(ctx.folder);
  const now = (): string => instant(ctx.clock);

  const proves: CarrierService["proves"] = async (carrier, code) => (await open(carrier, code)) !== undefined;
  // One code of a carrier after the other: guesses sent all at once would each see the count from before.
  const queues = new Map<string, Promise<unknown>>();
  const open: CarrierService["open"] = async (carrier, code) => {
    const key = `${carrier.type} ${carrier.id}`;
    const before = queues.get(key) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => judge(carrier, code));
    queues.set(key, mine);
    try {
      return await mine;
    } finally {
      if (queues.get(key) === mine) queues.delete(key);
    }
  };
  const judge: CarrierService["open"] = async (carrier, code) => {
    const found = await findProof(reads, carrier);
    if (!found) return undefined;
    const family = [{ type: carrier.type, id: carrier.id }, ...found.links];
    const right = timingSafeEqual(Buffer.from(found.hash), Buffer.from(hashOf(carrier, code)));
    if (right && found.failures === 0) return family;
    const since = new Date(ctx.clock.now().getTime() - lockMs).toISOString();
    if (!(await countTry(ctx.db, carrier, { most: mostTries, now: now(), since })) || !right) return undefined;
    await forgetTries(ctx.db, carrier);
    return family;
  };
  const setCode = async (carrier: CarrierId, code: string): Promise<void> =>
    insertCode(ctx.db, { ...carrier, no: ctx.ids.uuid(), hash: hashOf(carrier, code), at: now() });

  return {
    open,
    proves,
    register: async ({ display, subject, ...carrier }, code) => {
      const fresh = await insertCarrier(ctx.db, {
        ...carrier,
        display: display ?? carrier.id,
        subject: subject ?? null,
        at: now(),
      });
      if (fresh) await setCode(carrier, code);
      return fresh;
    },
    changeCode: async (carrier, before, after) => {
      if (!isVerifyCode(after) || !(await proves(carrier, before))) return false;
      await setCode(carrier, after);
      return true;
    },
    exists: async (carrier) => (await carrierExists(ctx.db, carrier)) !== undefined,
    link: async (barcode, card, codes, by = byCodes) => {
      if (card.type === mobileBarcode) return "carrier.not-linkable";
      if (!(await proves({ type: mobileBarcode, id: barcode }, codes.barcode))) return "carrier.wrong-code";
      if (!(await proves(card, codes.card))) return "carrier.wrong-code";
      return ctx.db.tx(async (tx) => {
        await lockCarrier(tx, card);
        const held = await barcodeOf(tx, card);
        if (held && held.barcode !== barcode) return "carrier.linked-elsewhere";
        if (held) return undefined;
        const no = ctx.ids.uuid();
        await insertLink(tx, { ...card, no, barcode, linked: true, at: now() });
        await tx.audit({ actor: by, action: "invoice.carrier-joined", target: no, detail: { type: card.type } });
        return undefined;
      });
    },
    unlink: async (barcode, { type, id }, code) => {
      if (!(await proves({ type: mobileBarcode, id: barcode }, code))) return false;
      return ctx.db.tx(async (tx) => {
        await lockCarrier(tx, { type, id });
        if ((await barcodeOf(tx, { type, id }))?.barcode !== barcode) return false;
        const no = ctx.ids.uuid();
        await insertLink(tx, { type, id, name: "", no, barcode, linked: false, at: now() });
        await tx.audit({ actor: byCodes, action: "invoice.carrier-parted", target: no, detail: { type } });
        return true;
      });
    },
    linked: async (barcode) => (await findProof(ctx.db, { type: mobileBarcode, id: barcode }))?.links ?? [],
  };
}
