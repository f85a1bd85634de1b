/** A text in both languages that every text exists in. */
export type LocalText = { readonly "zh-Hant": string; readonly en: string };
