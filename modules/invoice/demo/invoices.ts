import { type Draw, daysOf, easyCard, type Invoice, mobileBarcode } from "@troad/invoice-formats";
import type { Assignment } from "../numbers/assign.ts";

/** Invoices of the demonstration: always the same for one person and period. Shops and goods are made up. */

const shops = [
  { ban: "12345675", name: "示範便利商店股份有限公司", address: "臺北市中正區示範路一段1號" },
  { ban: "10458574", name: "示範書局股份有限公司", address: "臺中市西屯區示範大道2號" },
  { ban: "12345670", name: "示範生鮮超市股份有限公司", address: "高雄市前鎮區示範街3號" },
];
/** The track of each shop's invoices to the demonstration's people; the shop has the whole track in each of their periods. */
const tracks = ["DM", "DN", "DP"];
/** The track left free for trying to send as the first shop. */
const freeTrack = "AB";

const wholeTrack = { first: "00000000", last: "99999999" };
export const demoRanges = (terms: readonly string[]): Assignment[] =>
  terms.flatMap((term) => [
    ...shops.map(({ ban: seller }, at) => ({ term, track: tracks[at]!, seller, ...wholeTrack })),
    { term, track: freeTrack, seller: shops[0]!.ban, ...wholeTrack },
  ]);
const goods: readonly (readonly [string, number])[] = [
  ["咖啡", 55],
  ["便當", 95],
  ["礦泉水", 20],
  ["筆記本", 65],
  ["雞蛋", 88],
  ["衛生紙", 129],
];

export const barcodeAt = (person: number): string => `/D${String(person).padStart(4, "0")}+T`;
export const cardAt = (person: number): { type: string; id: string } => ({
  type: easyCard,
  id: String(3_000_000_000 + person * 7919),
});

/** One invoice of each person in a drawn period has won, the first person's more than the smallest prize. */
function numberOf(person: number, term: string, at: number, first: string | undefined): string {
  const number = String((Number(term) * 6151 + person * 40_009 + at * 271_129) % 100_000_000).padStart(8, "0");
  const won = first === undefined || at !== 5 ? "" : first.slice(person === 0 ? -5 : -3);
  return `${tracks[(person + at) % shops.length]}${number.slice(0, 8 - won.length)}${won}`;
}

/** Eight invoices per person and period, two of them on the card. */
export function demoInvoices(person: number, term: string, drawn: Draw | undefined): Invoice[] {
  const { first } = daysOf(term);
  return Array.from({ length: 8 }, (_, at) => {
    const day = new Date(Date.parse(`${first}T00:00:00Z`) + (at * 7 + (person % 5)) * 86_400_000).toISOString().slice(0, 10);
    const card = cardAt(person);
    const carrier =
      at % 4 === 2
        ? { type: card.type, id1: card.id, id2: card.id }
        : { type: mobileBarcode, id1: barcodeAt(person), id2: barcodeAt(person) };
    const items = [at, at + person + 1].map((pick, line) => {
      const [description, price] = goods[pick % goods.length]!;
      return {
        description,
        quantity: String(line + 1),
        unitPrice: String(price),
        amount: String(price * (line + 1)),
        taxType: "1",
        sequence: String(line + 1),
      };
    });
    const total = String(items.reduce((sum, { amount }) => sum + Number(amount), 0));
    return {
      number: numberOf(person, term, at, drawn?.first[0]),
      date: day,
      time: `${String(8 + at).padStart(2, "0")}:${String((person * 7 + at) % 60).padStart(2, "0")}:00`,
      type: "07",
      seller: shops[(person + at) % shops.length]!,
      buyer: { ban: "0000000000", name: "0000000000" },
      print: false,
      carrier,
      randomNumber: String((person * 37 + at * 911) % 10_000).padStart(4, "0"),
      items,
      sales: total,
      exemptSales: "0",
      zeroSales: "0",
      taxType: "1",
      taxRate: "0.05",
      tax: "0",
      total,
    };
  });
}
