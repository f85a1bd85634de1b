/** An office that assesses taxes of one city: a National Taxation Bureau the national ones, the city's own office the local ones. */
export type Office = {
  /** Id of its agency. */
  id: string;
  /** Code of the city in addresses, and as the law calls it. */
  county: string;
  lawCounty: string;
  national: boolean;
  /** Begins the numbers of its assessments. */
  letter: string;
};

export const offices: readonly Office[] = [
  { id: "ntbt", county: "63000", lawCounty: "taipei", national: true, letter: "NA" },
  { id: "ntbk", county: "64000", lawCounty: "kaohsiung", national: true, letter: "NE" },
  { id: "tpctax", county: "63000", lawCounty: "taipei", national: false, letter: "LA" },
  { id: "kctax", county: "64000", lawCounty: "kaohsiung", national: false, letter: "LE" },
];
