/** Pieces of the panel's HTML. Texts come in already escaped. */
export const table = (head: readonly string[], rows: readonly string[], none: string): string =>
  `<div class="scroll"><table><thead><tr>${head.map((h) => `<th scope="col">${h}</th>`).join('')}</tr></thead><tbody>${
    rows.length > 0 ? rows.join('') : `<tr><td colspan="${head.length}">${none}</td></tr>`
  }</tbody></table></div>`;

export const card = (title: string, body: string): string => `<section class="card"><h2>${title}</h2>${body}</section>`;

/** One row; a cell that is a number is set in figures, `[text]` may wrap. */
export const tr = (...cells: readonly (string | number | readonly [string])[]): string =>
  `<tr>${cells
    .map((cell) =>
      typeof cell === 'number'
        ? `<td class="num">${cell}</td>`
        : typeof cell === 'string'
          ? `<td>${cell}</td>`
          : `<td class="wrap">${cell[0]}</td>`,
    )
    .join('')}</tr>`;
