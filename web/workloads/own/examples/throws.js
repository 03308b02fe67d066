// Reads numbers out of texts, and throws where there is none: such a task is tried again, and then failed.
export default function readNumber(text) {
  const number = Number(text);
  if (text.trim() === "" || Number.isNaN(number)) throw new TypeError(`no number: ${JSON.stringify(text)}`);
  return number;
}

export const inputs = ["7", "-0.5", "seven", "1e3", "", "0x1f"];
export const title = "Numbers out of texts";
export const unit = "text";
