/** Web addresses as a phone would underline them: the sentence's own punctuation stays outside. */
export function findLinks(body: string): string[] {
  return (body.match(/https?:\/\/[^\s<>"]+/g) ?? []).map((link) => link.replace(/[.,;:!?)'\]]+$/, ""));
}
