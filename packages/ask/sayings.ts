import type { Lang } from "./guide.ts";

/** The sentences of an answer that are not a guide's own. */
type Sayings = {
  unknown: string;
  other(title: string): string;
  assumed: string;
  unverified: string;
  article(law: string, article: string): string;
  quote(quote: { law: string; article: string; of: string; text: string }): string;
};

const chineseArticle = (article: string): string => {
  const [number, after] = article.split("-");
  return after === undefined ? `第 ${number} 條` : `第 ${number} 條之 ${after}`;
};

export const sayings: Readonly<Record<Lang, Sayings>> = {
  "zh-Hant": {
    unknown: "我不知道。這裡的稅務指南沒有涵蓋這個問題，請改用別的說法，或洽詢稅捐稽徵機關。",
    other: (title) => `我不知道。這個問題屬於「${title}」，不在稅務指南的範圍內。`,
    assumed: "沒有提到的項目視為沒有。",
    unverified: "這一條的條文尚未逐字核對，請以主管機關公布的內容為準。",
    article: (law, article) => `${law}${chineseArticle(article)}`,
    quote: ({ law, article, of, text }) => `條文（${law}${chineseArticle(article)}，${of} 版本）：「${text}」`,
  },
  en: {
    unknown: "I do not know. The tax guides here do not cover this question. Try other words, or ask the tax office.",
    other: (title) => `I do not know. This question belongs to “${title}”, which the tax guides do not cover.`,
    assumed: "What was not mentioned counts as none.",
    unverified: "The wording of this article has not been checked yet; what the authority publishes decides.",
    article: (law, article) => `${law} Article ${article}`,
    quote: ({ law, article, of, text }) => `The article (${law} Article ${article}, text of ${of}): “${text}”`,
  },
};
