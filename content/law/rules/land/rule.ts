import { table } from "@troad/law";
import { counties } from "../../counties.ts";
import { rule } from "../../rule.ts";
import { landValueTax } from "../../taxes/land-value.ts";
import { writer } from "../../taxes/write.ts";

const article = ["土地稅法第 16 條", "Land Tax Act, Article 16"] as const;
const of = writer("parcel", "year", "2026-01-01");
const county = of.one("land.county", ["土地所在縣市", "County where the land is"], counties);
const value = of.amount("land.value", ["同一縣市的地價總額", "Total land value in this county"], 10_000_000_000);
const parameters = {
  groups: [
    {
      citation: {
        "zh-Hant": "土地稅法第 16 條；各縣市 115 年至 116 年累進起點地價",
        en: "Land Tax Act, Article 16; starting values of 2026 and 2027",
      },
      certainty: "C",
      source: "howard118008y-commits/Web@3e15940 scripts/tax-config.json, with the notices of five counties",
      parameters: [
        {
          name: "land.starts",
          type: "table",
          of: "money",
          label: { "zh-Hant": "累進起點地價", en: "Starting value for progressive rates" },
          values: [
            {
              from: "2026-01-01",
              to: "2027-12-31",
              value: {
                taipei: 43_957_000,
                newTaipei: 7_878_000,
                taoyuan: 3_439_000,
                taichung: 1_741_000,
                tainan: 2_195_000,
                kaohsiung: 4_032_000,
                keelung: 3_548_000,
                hsinchuCity: 5_808_000,
                hsinchuCounty: 1_765_000,
                miaoli: 1_181_000,
                changhua: 965_000,
                nantou: 672_000,
                yunlin: 988_000,
                chiayiCity: 4_027_000,
                chiayiCounty: 701_000,
                pingtung: 775_000,
                yilan: 1_311_000,
                hualien: 665_000,
                taitung: 441_000,
                penghu: 410_000,
                kinmen: null,
                lienchiang: null,
              },
            },
          ],
        },
      ],
    },
  ],
};
const start = of.money(
  "land.start",
  ["累進起點地價", "Starting value for progressive rates"],
  article,
  table(county, "land.starts"),
);
const tax = of.money("land.tax", ["地價稅", "Land value tax"], article, landValueTax(value, start));

export default rule({
  id: "land",
  group: "tax",
  title: ["地價稅", "Land value tax"],
  lead: ["依同一縣市內名下土地的地價總額，計算全年地價稅。", "The yearly tax on all the land that a person owns in one county."],
  parameters: [parameters],
  results: [tax, start],
  years: [2026],
  vary: { fact: value, most: 50_000_000 },
  slip: { category: "11331", month: 11, day: 30 },
  examples: [
    // 43,957,000 at 1 %, 6,043,000 at 1.5 %
    ["2026-12-31", { county: "taipei", value: 50_000_000 }, 530_215, "G0340096 art. 16 by the starting value of Taipei"],
    ["2026-12-31", { county: "taitung", value: 441_000 }, 4_410, "G0340096 art. 16: up to the starting value 1 %"],
    // 21 times the starting value 410,000: 8,610,000 x 4.5 % - 410,000 x 0.335
    ["2026-12-31", { county: "penghu", value: 8_610_000 }, 250_100, "G0340096 art. 16, all six steps but the last"],
  ],
});
