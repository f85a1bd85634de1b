/** What the service says of itself: the platform shows it to people who look for it. */
export const pageOf = (here) => ({
  contract: 1,
  id: "resident-parking-permit",
  kind: "apply",
  name: { "zh-Hant": "居民停車識別證", en: "Resident parking permit" },
  summary: {
    "zh-Hant": "住在劃有停車格的街區，可申請一張停車識別證。",
    en: "If you live in a street with marked bays, apply for a permit to park there.",
  },
  who: { "zh-Hant": "車主本人", en: "The owner of the car" },
  need: { "zh-Hant": "車牌號碼", en: "The number of the plate" },
  time: { "zh-Hant": "電動車立即核發，其他車輛另行通知", en: "Electric cars at once, others are told later" },
  cost: { "zh-Hant": "免費", en: "Free" },
  lifeEvents: ["moving"],
  law: [{ act: "停車場法", article: "12" }],
  start: `${here}/apply`,
  return: `${here}/back`,
  privacy: { keepMonths: 12, address: `${here}/privacy` },
  trial: { address: `${here}/apply`, fields: { plate: "EAA-1234" } },
});
