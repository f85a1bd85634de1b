const letters = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
const weights = [8, 7, 6, 5, 4, 3, 2, 1];

/** National ids of nobody, with right check digits. */
export function nationalIds(count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const digits = `2${String(9_000_000 + at).padStart(7, "0")}`;
    const code = 10 + letters.indexOf("Z");
    const sum =
      Math.floor(code / 10) +
      (code % 10) * 9 +
      [...digits].reduce((all, digit, place) => all + Number(digit) * weights[place]!, 0);
    return `Z${digits}${(10 - (sum % 10)) % 10}`;
  });
}
