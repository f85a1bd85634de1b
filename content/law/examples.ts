import { exGiftReturn } from "./estates/examples-1.ts";
import { exEstateReturnLaw } from "./estates/examples-2.ts";
import { exLandTransfer } from "./estates/examples-3.ts";
import { exInheritanceLaw } from "./estates/examples-4.ts";
import { exSelfUseLaw } from "./estates/examples-5.ts";
import { applications } from "./examples/applications.ts";
import { benefits } from "./examples/benefits.ts";
import { business } from "./examples/business.ts";
import { forChildren, forHouseholds } from "./examples/children.ts";
import { bySurvivors, claims } from "./examples/claims.ts";
import { consumption } from "./examples/consumption.ts";
import { cpi } from "./examples/cpi.ts";
import { house } from "./examples/house.ts";
import { income } from "./examples/income.ts";
import { insurance } from "./examples/insurance.ts";
import { late } from "./examples/late.ts";
import { members } from "./examples/members.ts";
import { inOldAge } from "./examples/old-age.ts";
import { papers } from "./examples/papers.ts";
import { property } from "./examples/property.ts";
import { registrations } from "./examples/registrations.ts";
import { returns } from "./examples/returns.ts";
import { sale } from "./examples/sale.ts";
import { inTraining } from "./examples/training.ts";
import { tuition } from "./examples/tuition.ts";
import { schooling } from "./examples/unemployed-children.ts";
import { vehicle } from "./examples/vehicle.ts";
import { ofVehicles } from "./examples/vehicles.ts";
import { work } from "./examples/work.ts";
import { exRecruitmentLaw } from "./labour/examples-1.ts";
import { exCaregiverLaw } from "./labour/examples-2.ts";
import { exStartupLoanLaw } from "./labour/examples-3.ts";
import { exPhoenixLaw } from "./labour/examples-4.ts";
import { exOccupationalLaw } from "./labour/examples-5.ts";
import { ofBoatsAndFeed, ofCatches, ofCrews } from "./permits/examples.ts";
import { exInvestmentLaw } from "./permits/examples-1.ts";
import { exTalentLaw } from "./permits/examples-2.ts";
import { exFoundersLaw } from "./permits/examples-3.ts";
import { ofPartiesAndBooks, ofResidents } from "./permits/examples-people.ts";
import { publicExamples } from "./public/examples.ts";
import { exSicknessLaw } from "./support/examples-1.ts";
import { exParentalLeaveLaw } from "./support/examples-2.ts";
import { exStudentLoanLaw } from "./support/examples-3.ts";
import { exStudentAidLaw } from "./support/examples-4.ts";
import { exBirthGrantLaw } from "./support/examples-5.ts";
import { exDisabilityBenefitLaw } from "./support/examples-6.ts";
import { exLongTermCareLaw } from "./support/examples-7.ts";
import { ofVeterans } from "./veterans/examples.ts";

export type { Origin, WorkedExample } from "./examples/write.ts";

/** Cases worked out by hand, by law; docs/law-coverage.md counts them rule by rule. */
export const workedExamples = [
  ...income,
  ...business,
  ...late,
  ...vehicle,
  ...property,
  ...house,
  ...benefits,
  ...insurance,
  ...consumption,
  ...sale,
  ...cpi,
  ...tuition,
  ...members,
  ...applications,
  ...papers,
  ...claims,
  ...bySurvivors,
  ...inOldAge,
  ...work,
  ...inTraining,
  ...schooling,
  ...registrations,
  ...returns,
  ...forChildren,
  ...forHouseholds,
  ...ofVehicles,
  ...ofCatches,
  ...ofCrews,
  ...ofBoatsAndFeed,
  ...ofPartiesAndBooks,
  ...ofResidents,
  ...exGiftReturn,
  ...exEstateReturnLaw,
  ...exLandTransfer,
  ...exInheritanceLaw,
  ...exSelfUseLaw,
  ...exRecruitmentLaw,
  ...exCaregiverLaw,
  ...exInvestmentLaw,
  ...exStartupLoanLaw,
  ...exPhoenixLaw,
  ...exTalentLaw,
  ...exOccupationalLaw,
  ...exFoundersLaw,
  ...exSicknessLaw,
  ...exParentalLeaveLaw,
  ...exStudentLoanLaw,
  ...exStudentAidLaw,
  ...exBirthGrantLaw,
  ...exDisabilityBenefitLaw,
  ...exLongTermCareLaw,
  ...ofVeterans,
  ...publicExamples,
];
