import { type FormDefinition, loadForm, type StoredFile, type Surroundings } from "../index.ts";

/** A form with every question whose answer has parts, is looked up or is kept elsewhere. */
export const founding: FormDefinition = {
  pages: [
    {
      id: "firm",
      title: "page.firm",
      fields: [
        { name: "seat", type: "address", label: "field.seat" },
        { name: "trade", type: "long-choice", label: "field.trade", options: trades(2_000) },
        { name: "owner", type: "business", label: "field.owner", required: false },
        { name: "plan", type: "file", label: "field.plan", accept: ["pdf"], max: 2 },
      ],
    },
    {
      id: "people",
      title: "page.people",
      fields: [
        {
          name: "founders",
          type: "group",
          label: "field.founders",
          entry: "field.founder",
          min: 1,
          max: 3,
          fields: [
            { name: "who", type: "person", label: "field.who" },
            { name: "born", type: "date", label: "field.born", max: "today-18y" },
            { name: "lives", type: "yes-no", label: "field.lives" },
            { name: "home", type: "address", label: "field.home", showWhen: { field: "lives", is: true } },
            { name: "passport", type: "file", label: "field.passport", required: false },
          ],
        },
      ],
    },
    {
      id: "sign",
      title: "page.sign",
      fields: [
        { name: "truth", type: "declaration", label: "field.truth" },
        { name: "signed", type: "signature", label: "field.signed", statement: "field.statement" },
      ],
    },
  ],
};

function trades(count: number) {
  return Array.from({ length: count }, (_, at) => ({ value: String(at + 1).padStart(4, "0"), label: `trade.${at + 1}` }));
}

export const foundingForm = loadForm(founding);

const file = (id: string, type: StoredFile["type"]): StoredFile => ({
  ...{ id, name: `${id}.${type}`, type, size: 10, sha256: "0".repeat(64) },
});
export const plan = file("plan", "pdf");
export const scan = file("scan", "png");

const people: Record<string, string> = { A123456789: "安娜", B123456780: "奧托" };

export const around = {
  today: "2026-11-22",
  signer: "王小明",
  districts: new Set(["63000020", "64000010"]),
  registered: (type, number) => (type === "person" ? (people[number] ?? null) : number === "04595257" ? "臺灣公司" : undefined),
  files: new Map([plan, scan].map((one) => [one.id, one])),
} satisfies Surroundings;

/** Canonical answers that complete the form. */
export const foundingAnswers = {
  seat: { county: "63000", district: "63000020", line: "市府路1號" },
  trade: "0111",
  plan: [plan],
  founders: [
    { who: { number: "A123456789", name: "安娜" }, born: "1990-02-28", lives: false },
    {
      who: { number: "B123456780", name: "奧托" },
      born: "2000-01-31",
      lives: true,
      home: { county: "64000", district: "64000010", line: "中正路2號" },
      passport: [scan],
    },
  ],
  truth: true,
  signed: "王小明",
};
