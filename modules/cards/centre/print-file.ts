import fs from "node:fs";
import path from "node:path";
import type { CardContent } from "../domain/card-content.ts";
import type { Holder } from "../store/orders.ts";

export type PrintFiles = ReturnType<typeof openPrintFiles>;
export type Printed = { blank: string; holder: Holder; photo: Buffer; validUntil: string; fingerprint: string };

/** One file a card for the printer of cards: the printed zones and nothing else. It goes when the card has passed or its blank is void. */
export function openPrintFiles(folder: string, content: CardContent) {
  const place = (blank: string): string => path.join(folder, `${blank}.json`);
  const zone = (fields: readonly string[], card: Printed): Record<string, string> =>
    Object.fromEntries(
      fields.map((field) => [
        field,
        field === "photo"
          ? card.photo.toString("base64")
          : field === "blank"
            ? card.blank
            : field === "validUntil"
              ? card.validUntil
              : (card.holder[field] ?? ""),
      ]),
    );
  return {
    /** Whole or not at all. */
    write: (card: Printed): void => {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      const file = { profile: content.id, version: content.version, certificate: card.fingerprint };
      const zones = { front: zone(content.zones.front, card), back: zone(content.zones.back, card) };
      const partial = `${place(card.blank)}.${process.pid}`;
      fs.writeFileSync(partial, JSON.stringify({ ...file, ...zones }), { mode: 0o600 });
      fs.renameSync(partial, place(card.blank));
    },
    drop: (blank: string): void => fs.rmSync(place(blank), { force: true }),
  };
}
