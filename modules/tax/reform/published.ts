/**
 * What the individual income tax brought in the newest year that was published: net collections of 2025, first count of the Ministry of Finance of
 * 13 January 2026, as a newspaper reported it; money that came in until 15 January is not in it.
 */
export const publishedRevenue = {
  amount: 867_800_000_000,
  year: 2025,
  source: "news.cnyes.com/news/id/6309285",
  certainty: "C",
} as const;
