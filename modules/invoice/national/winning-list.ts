import { isTerm, type PrizeAmounts, rocYear } from "@troad/invoice-formats";
import { taipeiDate } from "@troad/kernel";
import type { PublishedList, WinningLists } from "../prizes/lists.ts";
import { refuse } from "./refusal.ts";
import { need, type Parameters } from "./request.ts";

const padded = (amount: number): string => String(amount).padStart(7, "0");
const numbered = (name: string, from: number, to: number, numbers: readonly string[]): [string, string][] =>
  Array.from({ length: to - from + 1 }, (_, at) => [`${name}${from + at}`, numbers[from - 1 + at] ?? ""]);

/** Java's Date as its clients expect it: years since 1900, months from 0. */
function dateObject(at: Date): object {
  const local = new Date(at.getTime() + 8 * 3_600_000);
  return {
    year: local.getUTCFullYear() - 1900,
    month: local.getUTCMonth(),
    date: local.getUTCDate(),
    day: local.getUTCDay(),
    hours: local.getUTCHours(),
    minutes: local.getUTCMinutes(),
    seconds: local.getUTCSeconds(),
    time: at.getTime(),
    timezoneOffset: -480,
  };
}

function answerOf({ draw, at, madeUp }: PublishedList, amounts: PrizeAmounts): string {
  const day = taipeiDate(at);
  return JSON.stringify({
    v: "0.2",
    code: "200",
    msg: madeUp ? "執行成功（示範用虛構號碼，非財政部開獎結果）" : "執行成功",
    invoYm: draw.term,
    superPrizeNo: draw.super[0] ?? "",
    spcPrizeNo: draw.special[0] ?? "",
    ...Object.fromEntries(numbered("spcPrizeNo", 2, 3, draw.special)),
    ...Object.fromEntries(numbered("firstPrizeNo", 1, 10, draw.first)),
    ...Object.fromEntries(numbered("sixthPrizeNo", 1, 6, draw.additional)),
    superPrizeAmt: padded(amounts.super),
    spcPrizeAmt: padded(amounts.special),
    firstPrizeAmt: padded(amounts.first),
    secondPrizeAmt: padded(amounts.second),
    thirdPrizeAmt: padded(amounts.third),
    fourthPrizeAmt: padded(amounts.fourth),
    fifthPrizeAmt: padded(amounts.fifth),
    sixthPrizeAmt: padded(amounts.sixth),
    updateDate: `${rocYear(day)}${day.slice(5, 7)}${day.slice(8)}`,
    timeStamp: dateObject(at),
  });
}

/** QryWinningList 0.2: the current list, encoded once into the bytes that are sent. */
export function winningList(lists: WinningLists, amounts: PrizeAmounts): (parameters: Parameters) => Buffer {
  const texts = new WeakMap<PublishedList, Buffer>();
  return (parameters) => {
    const term = need(parameters, "invTerm");
    if (!isTerm(term)) refuse(902);
    const list = lists.current(term) ?? refuse(901);
    let text = texts.get(list);
    if (text === undefined) {
      text = Buffer.from(answerOf(list, amounts));
      texts.set(list, text);
    }
    return text;
  };
}
