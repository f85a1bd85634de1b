/** A text in both of the languages in which every text exists. */
export type LocalText = { readonly "zh-Hant": string; readonly en: string };
