/** Reading of key names such as `mod+k`; pure, so that it can be tested. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** True if the press is exactly these keys. Shift matters only for letters and named keys: `?` already needs it on most layouts. */
export function matchesKeys(keys: string, press: KeyPress): boolean {
  const parts = keys.split('+');
  const wanted = parts.at(-1) ?? '';
  const mod = parts.includes('mod');
  const shift = parts.includes('shift');
  if (press.altKey || mod !== (press.ctrlKey || press.metaKey)) return false;
  const shiftMatters = wanted.length > 1 || /[a-z]/i.test(wanted);
  return (!shiftMatters || shift === press.shiftKey) && press.key.toLowerCase() === wanted.toLowerCase();
}

/** Single keys are letters, not commands, while a person types. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type);
}

const GLYPHS: Record<string, string> = {
  ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Enter: '↵', Escape: 'Esc', ' ': '␣', enter: '↵',
};

/** What stands on the key cap: `Ctrl K`, `↓`, `M`. */
export function keyLabel(keys: string): string {
  return keys
    .split('+')
    .map((part) => (part === 'mod' ? 'Ctrl' : part === 'shift' ? '⇧' : (GLYPHS[part] ?? (part.length === 1 ? part.toUpperCase() : part))))
    .join(' ');
}
