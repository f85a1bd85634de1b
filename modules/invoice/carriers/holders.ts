import { isMobileBarcode, mobileBarcode } from "@troad/invoice-formats";
import { instant, type ModuleContext } from "@troad/kernel";
import type { CarrierId } from "./carriers-store.ts";
import { carriersHeldBy, insertHolder, mostCarriers } from "./holders-store.ts";
import type { CarrierService } from "./service.ts";

export type { CarrierId } from "./carriers-store.ts";
export { mostCarriers } from "./holders-store.ts";

export type AddRefusal = "barcode-form" | "code-missing" | "too-many" | "wrong";

/** Which carriers people have on their pages. Every change is an entry of the audit, which names the row and not the carrier. */
export type Holders = {
  of(subject: string): Promise<CarrierId[]>;
  /** Adds a mobile barcode whose verification code the person knows. Wrong, locked and registered by nobody are refused alike: a guesser learns nothing. */
  add(subject: string, barcode: string, code: string): Promise<AddRefusal | undefined>;
  /** Removes a carrier of the person; of one that they do not have nothing is written. */
  remove(subject: string, carrier: CarrierId): Promise<void>;
};

export function openHolders(ctx: Pick<ModuleContext, "db" | "clock" | "ids">, carrierService: CarrierService): Holders {
  const of: Holders["of"] = (subject) => carriersHeldBy(ctx.db, subject);

  async function write(subject: string, { type, id }: CarrierId, held: boolean): Promise<void> {
    const no = ctx.ids.uuid();
    await ctx.db.tx(async (tx) => {
      await insertHolder(tx, { no, type, id, subject, held, at: instant(ctx.clock) });
      const action = held ? "invoice.carrier-added" : "invoice.carrier-removed";
      await tx.audit({ actor: subject, action, target: no, detail: { type } });
    });
  }

  return {
    of,
    add: async (subject, barcode, code) => {
      if (!isMobileBarcode(barcode)) return "barcode-form";
      if (code === "") return "code-missing";
      if ((await of(subject)).length >= mostCarriers) return "too-many";
      const carrier = { type: mobileBarcode, id: barcode };
      if (!(await carrierService.proves(carrier, code))) return "wrong";
      await write(subject, carrier, true);
      return undefined;
    },
    remove: async (subject, carrier) => {
      const own = await of(subject);
      if (own.some(({ type, id }) => type === carrier.type && id === carrier.id)) await write(subject, carrier, false);
    },
  };
}
