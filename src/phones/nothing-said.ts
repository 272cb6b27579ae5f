/** Words with which a switch says that it has no number, by language. Marks above and below letters do not count. */
const SAYINGS = [
  // English
  'anonymous anon unknown unavailable restricted private withheld blocked hidden suppressed secret confidential',
  'none null nil undefined nan na empty missing invalid absent unlisted available provided known disclosed asterisk',
  'prohibited presentation allowed outofarea area payphone coin interworking protected masked p o u no not id out of',
  'caller callerid calling call number num phone from the display name user info information data',
  // German, Dutch, Scandinavian, Finnish
  'unbekannt unbekannte unbekannter anonym anonymer unterdrückt unterdrückte unterdrueckt privat private gesperrt',
  'verborgen keine kein ohne nicht verfügbar verfuegbar rufnummer nummer anrufer geheim onbekend onbekende anoniem prive',
  'privenummer afgeschermd geblokkeerd niet beschikbaar geen okänd okänt hemligt dolt skyddat skjult ukendt ukjent',
  'hemmeligt hemmelig tuntematon salainen estetty numero ei',
  // French, Spanish, Portuguese, Italian, Romanian
  'inconnu anonyme masqué privé indisponible restreint bloqué caché aucun non disponible appel appelant desconocido',
  'desconocida anónimo anónima privado privada oculto oculta restringido restringida bloqueado bloqueada ninguno',
  'reservado retenido sin desconhecido restrito indisponível não disponível nenhum sem particular confidencial',
  'sconosciuto privato nascosto riservato disponibile bloccato nessuno oscurato necunoscut ascuns numar',
  // Slavic languages in Latin script, Hungarian, Turkish, Indonesian, Vietnamese
  'nieznany nieznane prywatny zastrzeżony zastrzeżone anonimowy ukryty ukryte zablokowany niedostępny brak numer',
  'neznámý neznámé soukromé soukromý skryté skrytý anonymní utajené utajený číslo nepoznat skriven privatan ismeretlen',
  'rejtett névtelen bilinmeyen bilinmiyor gizli özel anonim engelli numara tidak dikenal pribadi không rõ',
  // Russian, Ukrainian, Bulgarian, Greek
  'неизвестный неизвестно неизвестен неизвестна анонимный аноним анонимно скрыт скрытый скрыто номер частный',
  'недоступен заблокирован нет невідомий прихований анонімний скрит άγνωστος άγνωστο απόκρυψη ανώνυμος ιδιωτικός',
  // Arabic, Hebrew, Hindi, Thai
  'مجهول غير معروف خاص محجوب متوفر رقم חסוי לא ידוע פרטי אנונימי מספר अजञात ไม่ทราบ',
  // Chinese, Japanese, Korean
  '未知 匿名 私人 隐藏 隱藏 未知号码 未知號碼 私人号码 私人號碼 隐藏号码 無法顯示 无法显示 不明 无 無 非通知 通知不可能 表示圏外 公衆電話 発信者不明',
  '발신번호표시제한 발신자표시제한 발신번호 표시제한 발신자 제한 알수없음 알 수 없음 익명 비공개',
];

/** What telephone keypads make of anonymous, restricted, blocked, unknown and unavailable. */
const KEYED = new Set(['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253']);

const MARKS = /\p{M}/gu;
const NOT_APPLICABLE = /\bn[/.]a\b/gu;
const NOT_WORDS = /[^\p{L}\p{N}]+/u;
const ZEROS = /^0+$/;
const DIGIT_BUT_0 = /[1-9]/;
const WORDS = new Set(SAYINGS.flatMap((line) => wordsOf(line)));

/**
 * Whether a text with ASCII digits says that there is no number: in words, as a lone sign, as zeros or as minus one.
 */
export function saysNothing(text: string): boolean {
  if (DIGIT_BUT_0.test(text)) return KEYED.has(text.trim()) || text.trim() === '-1';
  return wordsOf(text).every((word) => ZEROS.test(word) || WORDS.has(word));
}

function wordsOf(text: string): string[] {
  const plain = text.toLowerCase().normalize('NFD').replace(MARKS, '').normalize('NFC');
  return plain.replace(NOT_APPLICABLE, 'na').split(NOT_WORDS).filter(Boolean);
}
