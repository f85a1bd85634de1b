import { instant, type ModuleContext } from "@troad/kernel";
import type { PkiApi } from "@troad/pki/api";
import { agreed, type Counted } from "./domain/two-people.ts";
import { fail } from "./errors.ts";
import { countsOf, moveBlanks, putCount, recordBlanks } from "./store/blanks.ts";
import { cardsOfParcel, officesToPack, passedOf, recordCard, setCard, setParcel } from "./store/cards.ts";
import { setOrder } from "./store/orders.ts";
import { findParcel, insertParcel, listParcels, lockParcel, moveCards, type ParcelRow, setParcelState } from "./store/parcels.ts";

const mostInParcel = 500;

export type { CardRow as PackedCard } from "./store/cards.ts";
export type { ParcelRow } from "./store/parcels.ts";
export type Parcels = ReturnType<typeof openParcels>;
type Parts = { ctx: Pick<ModuleContext, "db" | "clock" | "ids">; pki: Pick<PkiApi, "endCardRequest"> };

/** Parcels of cards on their way to an office: counted out and counted in, by two people each time. */
export function openParcels({ ctx: { db, clock, ids }, pki }: Parts) {
  type Way = "parcel-out" | "parcel-in";
  const parcelIn = async (
    q: Parameters<typeof lockParcel>[0],
    id: string,
    states: readonly ParcelRow["state"][],
  ): Promise<ParcelRow> => {
    const parcel = await lockParcel(q, id);
    if (!parcel) throw fail("cards.parcel-unknown");
    if (!states.includes(parcel.state)) throw fail("cards.parcel-state", { state: parcel.state });
    return parcel;
  };
  /** One person's count; what follows once two agree. */
  const count = (way: Way, id: string, counted: number, by: string): Promise<Counted["state"] | "sent" | "arrived" | "short"> =>
    db.tx(async (tx) => {
      const parcel = await parcelIn(tx, id, way === "parcel-out" ? ["packed"] : ["sent"]);
      await putCount(tx, { what: way, id, person: by, counted, at: instant(clock) });
      await tx.audit({ actor: by, action: `cards.${way}`, target: id, detail: { counted } });
      const result = agreed(await countsOf(tx, way, id));
      if (result.state !== "agree") return result.state;
      if (way === "parcel-out") {
        if (result.counted !== parcel.cards) throw fail("cards.count-differs", { expected: parcel.cards });
        await setParcelState(tx, id, "sent");
        await moveCards(tx, id, "packed", "sent");
        return "sent";
      }
      const state = result.counted === parcel.cards ? "arrived" : "short";
      await setParcelState(tx, id, state);
      // of a short parcel no card is handed over before the office has said which one is missing
      if (state === "arrived") await moveCards(tx, id, "sent", "arrived");
      return state;
    });
  return {
    waiting: () => officesToPack(db),
    find: (id: string) => findParcel(db, id),
    list: (query: Parameters<typeof listParcels>[1]) => listParcels(db, query),
    cards: (id: string) => cardsOfParcel(db, id),
    /** Puts the cards of an office that have passed, and whose letters are printed, into a parcel. */
    pack: (office: string, by: string): Promise<string> =>
      db.tx(async (tx) => {
        const cards = await passedOf(tx, office, mostInParcel);
        if (cards.length === 0) throw fail("cards.nothing-ready");
        const [id, at] = [ids.uuid(), instant(clock)];
        await insertParcel(tx, { id, office, cards: cards.length, packed_by: by, at });
        await setParcel(
          tx,
          cards.map((one) => one.id),
          id,
        );
        for (const { id: card, blank } of cards) await recordCard(tx, { card, state: "packed", actor: by, blank, at });
        await tx.audit({ actor: by, action: "cards.packed", target: id, detail: { office, cards: cards.length } });
        return id;
      }),
    countOut: (id: string, counted: number, by: string) => count("parcel-out", id, counted, by),
    countIn: (id: string, counted: number, by: string) => count("parcel-in", id, counted, by),
    /** The office names the blanks that are not in a short parcel: they end for good, are made again, and the rest may be handed over. */
    missing: async (id: string, numbers: readonly string[], by: string): Promise<void> => {
      const parcel = await findParcel(db, id);
      if (parcel?.state !== "short") throw fail("cards.parcel-state", { state: parcel?.state ?? "none" });
      const inside = await cardsOfParcel(db, id);
      const gone = inside.filter(({ blank }) => blank !== null && numbers.includes(blank));
      const counted = agreed(await countsOf(db, "parcel-in", id));
      const expected = counted.state === "agree" ? parcel.cards - counted.counted : Number.NaN;
      if (gone.length !== new Set(numbers).size || gone.length !== expected) throw fail("cards.count-differs", { expected });
      for (const { blank } of gone) await pki.endCardRequest(blank!);
      await db.tx(async (tx) => {
        await parcelIn(tx, id, ["short"]);
        const at = instant(clock);
        for (const { id: card, blank, card_order } of gone) {
          await setCard(tx, card, "missing", "lost-in-transport");
          await recordCard(tx, { card, state: "missing", actor: by, blank, reason: "lost-in-transport", at });
          await moveBlanks(tx, [blank!], { from: ["used"], to: "spoiled", reason: "lost-in-transport" });
          await recordBlanks(tx, [blank!], { action: "lost", actor: by, reason: "lost-in-transport", at });
          await setOrder(tx, card_order, "ready");
        }
        await setParcelState(tx, id, "arrived");
        await moveCards(tx, id, "sent", "arrived");
        await tx.audit({ actor: by, action: "cards.missing", target: id, detail: { count: gone.length } });
      });
    },
  };
}
