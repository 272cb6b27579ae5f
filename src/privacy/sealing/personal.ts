/** The personal part of an interaction, erasable; phone in E.164, both in clear only in memory. */
export interface PersonalData {
  name?: string;
  phone?: string;
  email?: string;
  subject?: string;
}

/** The personal part of an evaluation: what its customer wrote. */
export interface EvaluationText {
  comment?: string;
  followup_answer?: string;
}

/** Keyed hashes (hex) of a phone number's digits, for search. */
export interface PhoneHashes {
  whole: string;
  last4: string;
}
