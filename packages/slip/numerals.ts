const digits = "零壹貳參肆伍陸柒捌玖";
const places = ["", "拾", "佰", "仟"];
const groups = ["", "萬", "億", "兆"];

/** An amount in the numerals that documents use, since a stroke cannot alter them: 12,345 is 壹萬貳仟參佰肆拾伍元整. */
export function chineseAmount(amount: number): string {
  if (!Number.isSafeInteger(amount) || amount < 0) throw new RangeError("a whole amount");
  if (amount === 0) return "零元整";
  let text = "";
  let rest = amount;
  for (let group = 0; rest > 0; group++) {
    const part = rest % 10_000;
    rest = Math.floor(rest / 10_000);
    if (part === 0) {
      if (text !== "" && !text.startsWith("零")) text = `零${text}`;
      continue;
    }
    text = `${inGroup(part)}${groups[group] ?? ""}${text}`;
    // a gap between groups is spoken
    if (rest > 0 && part < 1000) text = `零${text}`;
  }
  return `${text}元整`;
}

function inGroup(part: number): string {
  let text = "";
  let zero = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(part / 10 ** place) % 10;
    if (digit === 0) {
      zero = text !== "";
      continue;
    }
    text += `${zero ? "零" : ""}${digits[digit]}${places[place]}`;
    zero = false;
  }
  return text;
}
