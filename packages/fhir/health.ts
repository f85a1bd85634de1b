import { type Bundle, openBundle, type Patient } from "./bundle.ts";

type Data = Readonly<Record<string, unknown>>;
export type HealthRequest = { patient: Patient; records: readonly Data[]; timestamp: string };
export type HealthExport = (request: HealthRequest) => Bundle;

const entriesOf = (records: readonly Data[], list: string): Data[] =>
  records.flatMap((record) => (Array.isArray(record[list]) ? (record[list] as Data[]) : []));
const text = (data: Data, field: string): string => String(data[field] ?? "");
const coded = (system: string, code: string, display: string) => ({ coding: [{ system, code, display }], text: display });

const icd10 = "http://hl7.org/fhir/sid/icd-10-cm";
const atc = "http://www.whocc.no/atc";
const cvx = "http://hl7.org/fhir/sid/cvx";
const ambulatory = { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "AMB", display: "ambulatory" };

/** Outpatient visits as Encounter, each with its diagnosis as Condition. */
export const visits: HealthExport = ({ patient, records, timestamp }) => {
  const bundle = openBundle(patient, timestamp);
  for (const [at, visit] of entriesOf(records, "visits").entries()) {
    const date = text(visit, "date");
    const serviceProvider = bundle.organization(text(visit, "institutionCode"), text(visit, "institution"));
    const condition = bundle.add(
      {
        resourceType: "Condition",
        code: coded(icd10, text(visit, "diagnosisCode"), text(visit, "diagnosis")),
        subject: bundle.patient,
        recordedDate: date,
      },
      `condition ${at} ${date}`,
    );
    bundle.add(
      {
        resourceType: "Encounter",
        status: "finished",
        class: ambulatory,
        serviceType: { text: text(visit, "department") },
        subject: bundle.patient,
        period: { start: date, end: date },
        diagnosis: [{ condition }],
        serviceProvider,
      },
      `encounter ${at} ${date}`,
    );
  }
  return bundle.close();
};

/** Prescribed medicines as MedicationRequest. */
export const prescriptions: HealthExport = ({ patient, records, timestamp }) => {
  const bundle = openBundle(patient, timestamp);
  for (const [at, one] of entriesOf(records, "prescriptions").entries()) {
    const days = { value: Number(one.days), unit: "day", system: "http://unitsofmeasure.org", code: "d" };
    bundle.add(
      {
        resourceType: "MedicationRequest",
        status: "completed",
        intent: "order",
        medicationCodeableConcept: coded(atc, text(one, "medicineCode"), text(one, "medicine")),
        subject: bundle.patient,
        authoredOn: text(one, "date"),
        requester: bundle.organization(text(one, "institutionCode"), text(one, "institution")),
        dispenseRequest: { quantity: { value: Number(one.quantity) }, expectedSupplyDuration: days },
      },
      `prescription ${at} ${text(one, "date")}`,
    );
  }
  return bundle.close();
};

export const vaccinations: HealthExport = ({ patient, records, timestamp }) => {
  const bundle = openBundle(patient, timestamp);
  for (const [at, one] of entriesOf(records, "vaccinations").entries())
    bundle.add(
      {
        resourceType: "Immunization",
        status: "completed",
        vaccineCode: coded(cvx, text(one, "vaccineCode"), text(one, "vaccine")),
        patient: bundle.patient,
        occurrenceDateTime: text(one, "date"),
        lotNumber: text(one, "lot"),
        performer: [{ actor: bundle.organization(text(one, "institutionCode"), text(one, "institution")) }],
        protocolApplied: [{ doseNumberPositiveInt: Number(one.dose) }],
      },
      `vaccination ${at} ${text(one, "date")}`,
    );
  return bundle.close();
};

/** National Health Insurance as Coverage. */
export const coverage: HealthExport = ({ patient, records, timestamp }) => {
  const bundle = openBundle(patient, timestamp);
  for (const [at, one] of records.entries()) {
    const until = one.until === null || one.until === undefined ? {} : { end: text(one, "until") };
    bundle.add(
      {
        resourceType: "Coverage",
        status: one.state === "insured" ? "active" : "cancelled",
        type: { text: "全民健康保險" },
        beneficiary: bundle.patient,
        period: { start: text(one, "since"), ...until },
        payor: [bundle.organization("A21030000I", "衛生福利部中央健康保險署")],
      },
      `coverage ${at}`,
    );
  }
  return bundle.close();
};
