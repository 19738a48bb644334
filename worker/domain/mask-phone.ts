/** "+1 ••• ••01": tells the merchant which phone is meant, and nobody the number. */
export function maskPhone(phone: string): string {
  const hidden = phone.slice(1, -2).replace(/\d/g, "•");
  return `+${hidden}${phone.slice(-2)}`;
}
