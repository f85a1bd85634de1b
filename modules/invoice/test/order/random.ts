import { business, consumer, type InvoiceModel, type Message, seller } from "./model.ts";

/** Numbers from a seed (mulberry32): a run can be had again. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

/** Three to ten messages about a number, in any order, some of them wrong and some of them twice. */
export function messagesAbout({ number, day, allowanceDay }: InvoiceModel, otherDay: string, random: Random): Message[] {
  const made: Message[] = [];
  const length = 3 + Math.floor(random() * 8);
  const buyer = random() < 0.8 ? consumer : business;
  let serial = 0;
  while (made.length < length) {
    const text = `${number} ${++serial}`;
    const ids = [1, 2].map((at) => `${number}-${at}`);
    const rightBuyer = random() < 0.9 ? buyer : pick(random, [consumer, business]);
    const rightDay = random() < 0.93 ? day : otherDay;
    const choice = random();
    if (choice < 0.12 && made.length > 0) made.push(pick(random, made));
    else if (choice < 0.45)
      made.push({ is: "issue", text, number, buyer: rightBuyer, total: 100 * (1 + Math.floor(random() * 5)) });
    else if (choice < 0.7)
      made.push({
        ...{ is: "end", text, number, buyer: rightBuyer, day: rightDay },
        kind: random() < 0.6 ? "void" : "cancel",
        seller: random() < 0.93 ? seller : business,
      });
    else if (choice < 0.87)
      made.push({
        ...{ is: "allowance", text, number, id: pick(random, ids), buyer: rightBuyer, day: rightDay },
        amount: 1 + Math.floor(random() * 150),
      });
    else
      made.push({
        ...{ is: "allowance-cancel", text, number, id: pick(random, ids), buyer: rightBuyer },
        day: random() < 0.93 ? allowanceDay : day,
      });
  }
  return made;
}
