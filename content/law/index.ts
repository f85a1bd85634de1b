import { type IndexLevels, type Law, project, standing } from "@troad/law";
import { assistance } from "./applications/assistance.ts";
import { grainDealer, taxRegistration } from "./applications/business-registers.ts";
import { childcareAllowance } from "./applications/childcare-allowance.ts";
import { association, company, cooperative } from "./applications/company.ts";
import { disability } from "./applications/disability.ts";
import { drivingLicence } from "./applications/driving-licence.ts";
import { elderlyFarmers } from "./applications/elderly-farmers.ts";
import { farmersEnrolment } from "./applications/farmers-enrolment.ts";
import { firm, foodBusiness } from "./applications/firm.ts";
import { funeral } from "./applications/funeral.ts";
import { jobSeeking } from "./applications/job-seeking.ts";
import { labourOldAge } from "./applications/labour-old-age.ts";
import { maternity } from "./applications/maternity.ts";
import { medicalLicence } from "./applications/medical-licence.ts";
import { nationalOldAge } from "./applications/national-old-age.ts";
import { newbornCard } from "./applications/newborn-card.ts";
import { oldAgePensions } from "./applications/old-age-pensions.ts";
import { organDonor } from "./applications/organ-donor.ts";
import { passport } from "./applications/passport.ts";
import { policeRecord } from "./applications/police-record.ts";
import { training } from "./applications/training.ts";
import { unemployedChildren } from "./applications/unemployed-children.ts";
import { vacancy } from "./applications/vacancy.ts";
import { vehicleTransfer } from "./applications/vehicle-transfer.ts";
import { benefits } from "./benefits/law.ts";
import { estateReturnLaw } from "./estates/estate-return.ts";
import { giftReturn } from "./estates/gift-return.ts";
import { inheritanceLaw } from "./estates/inheritance.ts";
import { landTransfer } from "./estates/land-transfer.ts";
import { selfUseLaw } from "./estates/self-use.ts";
import { openData } from "./fees/open-data.ts";
import { limitedPartnership } from "./firms/limited-partnership.ts";
import { childcareSubsidy } from "./household/childcare-subsidy.ts";
import { livingAid } from "./household/living-aid.ts";
import { preschoolAllowance } from "./household/preschool-allowance.ts";
import { survivorsLaw } from "./household/survivors.ts";
import { householdTranscript } from "./household/transcript.ts";
import { income } from "./income/law.ts";
import { incomeReturn } from "./income/return.ts";
import { indexation } from "./indexation.ts";
import { caregiverLaw } from "./labour/caregiver.ts";
import { occupationalLaw } from "./labour/occupational.ts";
import { phoenixLaw } from "./labour/phoenix.ts";
import { recruitmentLaw } from "./labour/recruitment.ts";
import { startupLoanLaw } from "./labour/startup-loan.ts";
import { bookkeeper } from "./permits/bookkeeper.ts";
import { catchCertificate } from "./permits/catch-certificate.ts";
import { crew } from "./permits/crew.ts";
import { departure } from "./permits/departure.ts";
import { feed } from "./permits/feed.ts";
import { foundersLaw } from "./permits/founders.ts";
import { investmentLaw } from "./permits/investment.ts";
import { party } from "./permits/party.ts";
import { resident } from "./permits/resident.ts";
import { talentLaw } from "./permits/talent.ts";
import { rules } from "./rules.ts";
import { birthGrantLaw } from "./support/birth-grant.ts";
import { disabilityBenefitLaw } from "./support/disability-benefit.ts";
import { longTermCareLaw } from "./support/long-term-care.ts";
import { parentalLeaveLaw } from "./support/parental-leave.ts";
import { sicknessLaw } from "./support/sickness.ts";
import { studentAidLaw } from "./support/student-aid.ts";
import { studentLoanLaw } from "./support/student-loan.ts";
import { basic } from "./taxes/basic.ts";
import { business } from "./taxes/business.ts";
import { taxClearance } from "./taxes/clearance.ts";
import { consumption } from "./taxes/consumption.ts";
import { cpi } from "./taxes/cpi.ts";
import { house } from "./taxes/house.ts";
import { insurance } from "./taxes/insurance.ts";
import { late } from "./taxes/late.ts";
import { property } from "./taxes/property.ts";
import { sale } from "./taxes/sale.ts";
import { vatReturn } from "./taxes/vat-return.ts";
import { vehicle } from "./taxes/vehicle.ts";
import { tuition } from "./tuition/law.ts";
import { vehicleInspection } from "./vehicles/vehicle-inspection.ts";
import { vehicleLicence } from "./vehicles/vehicle-licence.ts";
import { veteranHome } from "./veterans/home.ts";
import { veteranTraining } from "./veterans/training.ts";

/** Up to this day the statutes and announcements were read. */
export const READ_UNTIL = "2026-12-31";

const read: readonly (readonly [name: string, law: Law])[] = [
  ...Object.entries({
    tuition,
    income,
    late,
    vehicle,
    benefits,
    property,
    house,
    sale,
    basic,
    business,
    cpi,
    consumption,
    insurance,
  }),
  ["assistance", assistance],
  ["association", association],
  ["bookkeeper", bookkeeper],
  ["catch-certificate", catchCertificate],
  ["childcare-allowance", childcareAllowance],
  ["childcare-subsidy", childcareSubsidy],
  ["company", company],
  ["cooperative", cooperative],
  ["crew", crew],
  ["departure", departure],
  ["disability", disability],
  ["driving-licence", drivingLicence],
  ["elderly-farmer-allowance", elderlyFarmers],
  ["farmers-enrolment", farmersEnrolment],
  ["feed", feed],
  ["firm", firm],
  ["food-business", foodBusiness],
  ["funeral", funeral],
  ["grain-dealer", grainDealer],
  ["household-transcript", householdTranscript],
  ["income-return", incomeReturn],
  ["job-seeking", jobSeeking],
  ["labour-old-age", labourOldAge],
  ["maternity", maternity],
  ["limited-partnership", limitedPartnership],
  ["living-aid", livingAid],
  ["medical-licence", medicalLicence],
  ["national-old-age", nationalOldAge],
  ["old-age-pensions", oldAgePensions],
  ["newborn-card", newbornCard],
  ["preschool-allowance", preschoolAllowance],
  ["organ-donor", organDonor],
  ["open-data", openData],
  ["party", party],
  ["passport", passport],
  ["police-record", policeRecord],
  ["resident", resident],
  ["tax-clearance", taxClearance],
  ["tax-registration", taxRegistration],
  ["training", training],
  ["vacancy", vacancy],
  ["unemployed-children", unemployedChildren],
  ["vat-return", vatReturn],
  ["survivors", survivorsLaw],
  ["vehicle-inspection", vehicleInspection],
  ["vehicle-licence", vehicleLicence],
  ["vehicle-transfer", vehicleTransfer],
  ["veteran-home", veteranHome],
  ["veteran-training", veteranTraining],
  ["gift-return", giftReturn],
  ["estate-return", estateReturnLaw],
  ["land-transfer", landTransfer],
  ["inheritance", inheritanceLaw],
  ["self-use", selfUseLaw],
  ["recruitment", recruitmentLaw],
  ["caregiver", caregiverLaw],
  ["investment", investmentLaw],
  ["startup-loan", startupLoanLaw],
  ["phoenix", phoenixLaw],
  ["talent", talentLaw],
  ["occupational", occupationalLaw],
  ["founders", foundersLaw],
  ["sickness", sicknessLaw],
  ["parental-leave", parentalLeaveLaw],
  ["student-loan", studentLoanLaw],
  ["student-aid", studentAidLaw],
  ["birth-grant", birthGrantLaw],
  ["disability-benefit", disabilityBenefitLaw],
  ["long-term-care", longTermCareLaw],
  ...rules.map(({ id, law }) => [id, law] as const),
];

export { incomeSample, PEOPLE, type SampleRequest } from "./income/sample.ts";

/**
 * Every law by its name; a service.json gives one in `decision.law`. All of them go on after the day up to which they were read, with
 * the last figures announced, and say so (docs/adr/0077).
 */
export const laws: ReadonlyMap<string, Law> = new Map(read.map(([name, law]) => [name, standing(law, READ_UNTIL)] as const));
/** A law with the figures of the years from `from` on, if consumer prices went as supposed; one without such figures stays as it is. */
export function withIndex(name: string, levels: IndexLevels, from: number): Law | undefined {
  const law = laws.get(name);
  const indexed = indexation[name];
  return law && indexed ? project(law, indexed, levels, from) : law;
}

export { addressOfAct, citedAct } from "./acts.ts";
export { isOfficeDay, shifted } from "./calendar.ts";
export { notKnown } from "./not-known.ts";
export { requirePossible } from "./possible.ts";
export type { Rule } from "./rule.ts";
export { rules } from "./rules.ts";
export { rareFacts } from "./taxes/basic.ts";
export { topics } from "./topics/index.ts";
