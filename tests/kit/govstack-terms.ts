/** What the recipient of GovStack's test asks for. */
const purpose = { en: "To find subsidies", "zh-Hant": "查找可申請的補助" };
const sets = [
  {
    ...{ set: "household-now", purpose },
    fields: [
      { name: "name", needed: true },
      { name: "address", needed: false },
    ],
  },
  { set: "vehicles", fields: [{ name: "plate", needed: true }] },
];
export const policy = { id: "", name: "How the clinic handles data", version: "1", url: "https://clinic.example/privacy" };
export const dataAgreement = {
  ...{ id: "", version: "", purpose: "To check what a patient may apply for", lawfulBasis: "consent", dpia: "low" },
  ...{ sets, standing: { answers: 5, days: 1, months: 6 } },
};
