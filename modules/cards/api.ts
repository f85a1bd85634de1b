import { defineApi, exactly, oneOf, textUpTo } from "@troad/kernel";
import Type from "typebox";

/** A card that the household office granted. The same key again is the same order. */
export type CardOrder = {
  key: string;
  nationalId: string;
  kind: "first" | "exchange" | "replacement";
  /** Code of the town whose office hands it over. */
  office: string;
  /** What registers say of the holder, by the fields of the kind of card. */
  holder: Record<string, string>;
};

export type CardsApi = {
  /** Reserved to the module in which agencies act on what the registers tell. */
  order(order: CardOrder): Promise<{ order: string }>;
  /** Ends what is under way for someone who has died; gives how many orders. Reserved likewise. */
  personDied(nationalId: string): Promise<{ ended: number }>;
};

export const cardsApi = defineApi<CardsApi>("cards", {
  order: [
    exactly({
      key: textUpTo(200),
      nationalId: textUpTo(20),
      kind: oneOf("first", "exchange", "replacement"),
      office: textUpTo(20),
      holder: Type.Record(Type.String({ pattern: "^[A-Za-z]{1,40}$" }), Type.String({ maxLength: 500 }), { maxProperties: 60 }),
    }),
  ],
  personDied: [textUpTo(20)],
});
