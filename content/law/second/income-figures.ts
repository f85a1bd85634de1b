/** The amounts of one income year in NT$ (所得稅法 §5, §5-1, §17; 納稅者權利保護法 §4). */
export type IncomeFigures = {
  /** Where 5 %, 12 %, 20 % and 30 % end. */
  edges: readonly [number, number, number, number];
  exemption: number;
  standard: number;
  salary: number;
  disability: number;
  preschool: readonly [first: number, further: number];
  care: number;
  rent: number;
  /** Until 2023 rent was an itemized deduction and the preschool deduction was withheld from high rates. */
  rentItemized: boolean;
  preschoolTested: boolean;
  basicLiving: number;
};

export const savingsLimit = 270_000;
export const tuition = 25_000;
/** For each person. */
export const insuranceLimit = 24_000;
export const mortgageLimit = 300_000;

const until2021 = {
  edges: [540_000, 1_210_000, 2_420_000, 4_530_000],
  exemption: 88_000,
  standard: 120_000,
  salary: 200_000,
  disability: 200_000,
  preschool: [120_000, 120_000],
  care: 120_000,
  rent: 120_000,
  rentItemized: true,
  preschoolTested: true,
} as const;
const until2023 = {
  ...until2021,
  edges: [560_000, 1_260_000, 2_520_000, 4_720_000],
  exemption: 92_000,
  standard: 124_000,
  salary: 207_000,
  disability: 207_000,
} as const;
const from2024 = {
  ...until2023,
  edges: [590_000, 1_330_000, 2_660_000, 4_980_000],
  exemption: 97_000,
  standard: 131_000,
  salary: 218_000,
  disability: 218_000,
  preschool: [150_000, 225_000],
  rent: 180_000,
  rentItemized: false,
  preschoolTested: false,
} as const;

/** By income year. The basic living expense of 2026 is announced in December 2026; that of 2025 stands in. */
export const incomeFigures: Readonly<Record<number, IncomeFigures>> = {
  2019: { ...until2021, basicLiving: 175_000 },
  2020: { ...until2021, basicLiving: 182_000 },
  2021: { ...until2021, basicLiving: 192_000 },
  2022: { ...until2023, basicLiving: 196_000 },
  2023: { ...until2023, basicLiving: 202_000 },
  2024: { ...from2024, basicLiving: 210_000 },
  2025: { ...from2024, care: 180_000, basicLiving: 213_000 },
  2026: {
    ...from2024,
    edges: [610_000, 1_380_000, 2_770_000, 5_190_000],
    exemption: 101_000,
    standard: 136_000,
    salary: 227_000,
    disability: 227_000,
    care: 180_000,
    basicLiving: 213_000,
  },
};
