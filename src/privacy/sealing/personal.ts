/** The personal part of an interaction, which can be erased. The phone is in E.164. Unencrypted only in memory. */
export interface PersonalData {
  name?: string;
  phone?: string;
  email?: string;
  subject?: string;
}

/** The personal part of an evaluation: the texts that the customer wrote. */
export interface EvaluationText {
  comment?: string;
  followup_answer?: string;
}

/** Keyed hashes (hex) of a phone number's digits, for search. */
export interface PhoneHashes {
  whole: string;
  last4: string;
}
