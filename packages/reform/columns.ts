/** Households with the returns that they file: facts of the law by name. All stand for the same number of households. */
export type SampleHousehold = {
  members: number;
  county: string;
  income: number;
  weight: number;
  returns: readonly Readonly<Record<string, number | boolean>>[];
};

/** A sample as columns, small enough to send: facts by return, the rest by household. Money in whole NT$, booleans as 0 and 1. */
export type SampleColumns = {
  /** Names of the facts, in the order of `facts`. */
  names: string[];
  facts: Int32Array[];
  /** For each household its first return, with one more entry at the end. */
  first: Int32Array;
  members: Int32Array;
  county: Int32Array;
  income: Int32Array;
  counties: string[];
  /** Households of the country for which each stands. */
  weight: number;
};
/** A loop of the law over columns: what it asks, and the loop (`compileColumns` of @troad/law). */
export type Loop = {
  inputs: readonly string[];
  run(inputs: Int32Array[], outputs: Float64Array[], first: number, end: number): void;
};
export type ColumnResult = { weight: number; members: number; county: string; income: number; before: number; after: number };

export function sampleColumns(sample: readonly SampleHousehold[]): SampleColumns {
  const returns = sample.flatMap((household) => household.returns);
  const names = [...new Set(returns.flatMap((one) => Object.keys(one)))].sort();
  const counties = [...new Set(sample.map(({ county }) => county))].sort();
  const first = new Int32Array(sample.length + 1);
  for (const [at, { returns: own }] of sample.entries()) first[at + 1] = first[at]! + own.length;
  return {
    names,
    facts: names.map((name) => Int32Array.from(returns, (one) => Number(one[name] ?? 0))),
    first,
    members: Int32Array.from(sample, ({ members }) => members),
    county: Int32Array.from(sample, ({ county }) => counties.indexOf(county)),
    income: Int32Array.from(sample, ({ income }) => income),
    counties,
    weight: sample[0]?.weight ?? 0,
  };
}

/** What each household pays: the sum of its returns. A fact that the sample lacks is zero. */
export function amountsOf({ names, facts, first }: SampleColumns, { inputs, run }: Loop): Float64Array {
  const returns = first.at(-1) ?? 0;
  const zero = new Int32Array(returns);
  const paid = new Float64Array(returns);
  run(
    inputs.map((name) => facts[names.indexOf(name)] ?? zero),
    [paid],
    0,
    returns,
  );
  const sums = new Float64Array(first.length - 1);
  for (let at = 0; at < sums.length; at++) {
    let sum = 0;
    for (let one = first[at] ?? 0; one < (first[at + 1] ?? 0); one++) sum += paid[one] ?? 0;
    sums[at] = sum;
  }
  return sums;
}

/** Households with what they pay before and after, as `distributionOf` takes them. */
export const resultsOf = (sample: SampleColumns, before: Float64Array, after: Float64Array): ColumnResult[] =>
  Array.from({ length: before.length }, (_, at) => ({
    weight: sample.weight,
    members: sample.members[at] ?? 0,
    county: sample.counties[sample.county[at] ?? 0] ?? "",
    income: sample.income[at] ?? 0,
    before: before[at] ?? 0,
    after: after[at] ?? 0,
  }));

const headBytes = 4;
const columnsIn = ({ first, members, county, income, facts }: SampleColumns): Int32Array[] => [
  first,
  members,
  county,
  income,
  ...facts,
];

/** The sample as bytes: the length of a head in JSON, the head padded to four bytes, then the columns as 32-bit integers, little-endian. */
export function encodeSample(sample: SampleColumns): Uint8Array {
  const columns = columnsIn(sample);
  const { names, counties, weight } = sample;
  const json = JSON.stringify({ names, counties, weight, lengths: columns.map(({ length }) => length) });
  const head = new TextEncoder().encode(json.padEnd(Math.ceil(new TextEncoder().encode(json).length / 4) * 4 + 4));
  const padded = head.subarray(0, head.length - (head.length % 4));
  const bytes = new Uint8Array(headBytes + padded.length + columns.reduce((sum, { byteLength }) => sum + byteLength, 0));
  new DataView(bytes.buffer).setUint32(0, padded.length, true);
  bytes.set(padded, headBytes);
  let at = headBytes + padded.length;
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += column.byteLength;
  }
  return bytes;
}

export function decodeSample(bytes: ArrayBuffer): SampleColumns {
  const length = new DataView(bytes).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, headBytes, length))) as {
    names: string[];
    counties: string[];
    weight: number;
    lengths: number[];
  };
  let at = headBytes + length;
  const columns = head.lengths.map((count) => {
    const column = new Int32Array(bytes, at, count);
    at += column.byteLength;
    return column;
  });
  const [first, members, county, income, ...facts] = columns as [Int32Array, Int32Array, Int32Array, Int32Array, ...Int32Array[]];
  return { names: head.names, counties: head.counties, weight: head.weight, first, members, county, income, facts };
}
