const first = [
  "晴川",
  "望雲",
  "朝霞",
  "青禾",
  "澄波",
  "雲杉",
  "夏荷",
  "秋實",
  "春和",
  "月桂",
  "山嵐",
  "映水",
  "星河",
  "楓林",
  "松濤",
  "蘭芷",
];
const kinds = ["路", "街", "一路", "二路", "大道"];

/** Made-up street names, so that no address of the synthetic population exists. */
export const streetNames: readonly string[] = first.flatMap((name) => kinds.map((kind) => `${name}${kind}`));
