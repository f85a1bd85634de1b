import {
  add,
  addMonths,
  and,
  code,
  collect,
  createLaw,
  day,
  eq,
  le,
  max,
  min,
  months,
  multiply,
  ne,
  not,
  nt,
  or,
  round,
  subtract,
  when,
  whole,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome, text } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2021-07-13";
const of = writer("person", "day", from);
const perMille = figuresOf(
  ["土地法第 76 條第 1 項", "Land Act, Article 76, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=D0060001 art. 76",
).rate("landTransfer.perMille", ["登記費率", "Rate of the registration fee"], { [from]: "0.001" });
const deed = figuresOf(
  ["土地或建築改良物權利書狀及申請應用地籍資料規費收費標準第 2 條", "Fee Standards for Land Title Deeds, Article 2"],
  "A",
  "law.moj.gov.tw pcode=D0060122 art. 2",
).money("landTransfer.deed", ["書狀費", "Title deed"], { [from]: 80 });
const mostTimes = figuresOf(
  ["土地法第 73 條第 2 項", "Land Act, Article 73, paragraph 2"],
  "A",
  "law.moj.gov.tw pcode=D0060001 art. 73",
).count("landTransfer.mostTimes", ["罰鍰倍數上限", "Most times of the fee as a fine"], { [from]: 20 });
const monthsToApply = figuresOf(
  ["土地法第 73 條第 2 項", "Land Act, Article 73, paragraph 2"],
  "A",
  "law.moj.gov.tw pcode=D0060001 art. 73",
).count("landTransfer.monthsToApply", ["申請月數", "Months to apply"], { [from]: 1 });

const cause = of.one("landTransfer.cause", ["登記原因", "Cause"], codesOf({ sale: ["買賣", "Sale"], gift: ["贈與", "Gift"] }));
const seller = text("landTransfer.seller", "義務人", "Who transfers");
const buyer = text("landTransfer.buyer", "權利人", "Who receives");
const landOwner = text("landTransfer.landOwner", "土地所有權人", "Owner of the land");
const houseOwner = text("landTransfer.houseOwner", "建物所有權人", "Owner of the building");
const withHouse = of.fact("landTransfer.withHouse", ["連同建物", "With a building"]);
const landSeized = of.fact("landTransfer.landSeized", ["土地限制登記", "The land is seized"]);
const houseSeized = of.fact("landTransfer.houseSeized", ["建物限制登記", "The building is seized"]);
const landArrears = of.fact("landTransfer.landArrears", ["土地欠稅", "Taxes on the land unpaid"]);
const houseArrears = of.fact("landTransfer.houseArrears", ["建物欠稅", "Taxes on the building unpaid"]);
const landJoint = of.fact("landTransfer.landJoint", ["公同共有", "Owned in common"]);
const taxed = of.fact("landTransfer.taxed", ["土地增值稅與契稅已繳納", "Increment and deed tax paid"]);
const proof = of.one(
  "landTransfer.proof",
  ["贈與稅證明", "Certificate of gift tax"],
  codesOf({
    paid: ["稅款繳清", "tax paid"],
    exempt: ["核定免稅", "exempt"],
    "not-counted": ["不計入", "not counted"],
    none: ["查無", "not found"],
  }),
);
const proofDonor = text("landTransfer.proofDonor", "證明書贈與人", "Donor in the certificate");
const proofTaker = text("landTransfer.proofTaker", "證明書受贈人", "Receiver in the certificate");
const guarded = of.fact("landTransfer.guarded", ["受監護或輔助宣告", "Under guardianship or assistance"]);
const permitted = of.fact("landTransfer.permitted", ["經法院許可", "Permitted by the court"]);
const signedOn = of.date("landTransfer.signedOn", ["契約日", "Day of the contract"]);
const declared = of.amount("landTransfer.declared", ["申報地價", "Declared value of the land"]);
const contractValue = of.amount("landTransfer.contractValue", ["建物契價", "Value of the building in the contract"]);
const excused = of.count("landTransfer.excused", ["不可歸責月數", "Months that are not the applicant's fault"], 240);

const owned = of.yes(
  "landTransfer.owned",
  ["為登記名義人", "The registered owner transfers"],
  [
    "土地法第 73 條第 1 項；土地登記規則第 34 條",
    "Land Act, Article 73, paragraph 1; Regulations of Land Registration, Article 34",
  ],
  and(eq(landOwner, seller), not(landJoint), or(not(withHouse), eq(houseOwner, seller))),
);
const unbound = of.yes(
  "landTransfer.unbound",
  ["無限制登記", "Not seized"],
  ["土地登記規則第 57 條第 1 項", "Regulations of Land Registration, Article 57, paragraph 1"],
  not(or(landSeized, and(withHouse, houseSeized))),
);
const settled = of.yes(
  "landTransfer.settled",
  ["無欠稅", "No taxes unpaid"],
  ["土地稅法第 51 條第 1 項", "Land Tax Act, Article 51, paragraph 1"],
  not(or(landArrears, and(withHouse, houseArrears))),
);
const cleared = of.yes(
  "landTransfer.cleared",
  ["稅捐已清", "Taxes paid or exempt"],
  [
    "土地稅法第 49 條第 3 項；遺產及贈與稅法第 42 條；契稅條例第 16 條",
    "Land Tax Act, Article 49, paragraph 3; Estate and Gift Tax Act, Article 42; Deed Tax Act, Article 16",
  ],
  and(taxed, or(eq(cause, code("sale")), and(ne(proof, code("none")), eq(proofDonor, seller), eq(proofTaker, buyer)))),
);
const capable = of.yes(
  "landTransfer.capable",
  ["得為處分", "May dispose of it"],
  ["民法第 1101 條第 2 項", "Civil Code, Article 1101, paragraph 2"],
  or(not(guarded), permitted),
);
const fee = of.money(
  "landTransfer.fee",
  ["登記費", "Registration fee"],
  ["土地法第 76 條第 1 項", "Land Act, Article 76, paragraph 1"],
  round(multiply(add(declared, when(withHouse, contractValue).otherwise(nt(0))), perMille), "half-up"),
);
const deeds = of.money(
  "landTransfer.deeds",
  ["書狀費", "Title deeds"],
  ["土地或建築改良物權利書狀及申請應用地籍資料規費收費標準第 2 條", "Fee Standards for Land Title Deeds, Article 2"],
  when(withHouse, multiply(deed, whole(2))).otherwise(deed),
);
const overdue = of.whole(
  "landTransfer.overdue",
  ["逾期月數", "Months overdue"],
  [
    "土地法第 73 條第 2 項；土地登記規則第 50 條",
    "Land Act, Article 73, paragraph 2; Regulations of Land Registration, Article 50",
  ],
  min(
    mostTimes,
    max(
      whole(0),
      subtract(
        when(le(day, addMonths(signedOn, monthsToApply)), whole(0)).otherwise(months(addMonths(signedOn, monthsToApply), day)),
        excused,
      ),
    ),
  ),
);
const fine = of.money(
  "landTransfer.fine",
  ["逾期罰鍰", "Fine"],
  ["土地法第 73 條第 2 項", "Land Act, Article 73, paragraph 2"],
  multiply(fee, overdue),
);
const total = of.money(
  "landTransfer.total",
  ["應繳規費與罰鍰", "To be paid"],
  ["土地法第 73 條第 2 項、第 76 條第 1 項", "Land Act, Articles 73, paragraph 2 and 76, paragraph 1"],
  add(fee, deeds, fine),
);
const eligible = of.yes(
  "landTransfer.eligible",
  ["符合規定", "As the rules say"],
  [
    "土地法第 73 條第 1 項；土地登記規則第 34 條",
    "Land Act, Article 73, paragraph 1; Regulations of Land Registration, Article 34",
  ],
  and(owned, unbound, settled, cleared, capable),
);
const result = outcome(
  "landTransfer.outcome",
  from,
  {
    registrable: ["可登記", "may be registered"],
    "not-owner": ["不是登記名義人", "not the registered owner"],
    seized: ["有限制登記", "seized or under a caution"],
    arrears: ["欠稅", "taxes unpaid"],
    "not-taxed": ["稅捐未清或證明不符", "taxes not paid, or another certificate"],
    "not-capable": ["受監護或輔助而未經許可", "under guardianship and not permitted"],
  },
  when(eligible, code("registrable"))
    .when(not(owned), code("not-owner"))
    .when(not(unbound), code("seized"))
    .when(not(settled), code("arrears"))
    .when(not(cleared), code("not-taxed"))
    .otherwise(code("not-capable")),
);
/** Which transfers of land and buildings are registered, and what they cost. */
export const landTransfer = createLaw(collect([result, eligible, fee, fine, total]));
