import { encode } from "uqr";

export interface QrOptions {
  /** Width in pixels. */
  readonly size: number;
  /** In modules. */
  readonly margin: number;
  readonly ecc: "L" | "M" | "Q" | "H";
}

/** A QR code as SVG, one path for all of it; `title` is what a screen reader says. */
export function renderQrCode(text: string, title: string, { size, margin, ecc }: QrOptions): string {
  const code = encode(text, { ecc, border: margin });
  const path = code.data.map((modules, y) => drawRow(modules, y)).join("");
  const shown = escapeXml(title);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${code.size} ${code.size}" ` +
    `role="img" aria-label="${shown}" shape-rendering="crispEdges"><title>${shown}</title>` +
    `<path fill="#fff" d="M0 0h${code.size}v${code.size}H0z"/><path d="${path}"/></svg>\n`
  );
}

/** Each run of dark modules is one rectangle. */
function drawRow(modules: readonly boolean[], y: number): string {
  let path = "";
  for (let x = 0; x < modules.length; x += 1) {
    if (!modules[x]) continue;
    let end = x;
    while (modules[end]) end += 1;
    path += `M${x} ${y}h${end - x}v1H${x}z`;
    x = end;
  }
  return path;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
