import type { Represented } from "@troad/directory";

export type Representative = { nationalId: string; name: string };
export type Company = {
  number: string;
  name: string;
  active: boolean;
  representatives: Representative[];
  /** Whether all of them have to sign. */
  jointly: boolean;
};

/** What a register says of who represents a business. Who has to sign with nobody signs alone. */
export function companyIn(described: Represented, number: string, record: Readonly<Record<string, unknown>>): Company {
  const { by, names, jointly, name, standing, active } = described;
  const representatives = by.flatMap((field, at): Representative[] => {
    const nationalId = record[field];
    return typeof nationalId === "string" && nationalId !== ""
      ? [{ nationalId, name: String(record[names[at] ?? ""] ?? "") }]
      : [];
  });
  return {
    ...{ number, name: String(record[name] ?? ""), active: active.includes(String(record[standing])), representatives },
    jointly: record[jointly] === true && representatives.length > 1,
  };
}

/** Whether those who signed suffice: any one, or all where the register says so; who represents it no more does not count. */
export function signedBy({ active, representatives, jointly }: Company, signers: readonly string[]): boolean {
  const has = ({ nationalId }: Representative): boolean => signers.includes(nationalId);
  return active && representatives.length > 0 && (jointly ? representatives.every(has) : representatives.some(has));
}
