import { citizenCertificate, easyCard, mobileBarcode } from "@troad/invoice-formats";

/** The most common cards come first: 悠遊卡, 一卡通, 愛金卡, 自然人憑證. */
const usual = [easyCard, "1H0001", "2G0001", citizenCertificate];

const sameWriting = (text: string): string => text.normalize("NFKC").toLowerCase().replaceAll("台", "臺").replaceAll(/\s/g, "");

/** Card types that can be linked to a barcode and whose names contain the words, the common ones first, then by name. */
export function cardKinds(types: ReadonlyMap<string, string>, words: string): [type: string, name: string][] {
  const inOrder = new Intl.Collator("zh-Hant-TW-u-co-stroke", { numeric: true });
  const rank = (type: string): number => (usual.includes(type) ? usual.indexOf(type) : usual.length);
  return [...types]
    .filter(([type, name]) => type !== mobileBarcode && sameWriting(name).includes(sameWriting(words)))
    .sort(([a, nameA], [b, nameB]) => rank(a) - rank(b) || inOrder.compare(nameA, nameB));
}
