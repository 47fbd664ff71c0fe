/** The most permission bits that a file may have, for people: "7660" leaves the sticky and set-id bits alone. */
export function modeWords(most: string): string {
  return /^7[0-7]{3}$/.test(most) ? `0${most.slice(1)}, sticky and set-id bits aside` : most;
}
