import { describe, expect, it } from 'vitest';
import { keyLabel, matchesKeys } from './keyboard-keys';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held,
});

describe('keys', () => {
  it('a single key answers only to itself, never to the browser’s own combinations', () => {
    expect(matchesKeys('m', press('m'))).toBe(true);
    expect(matchesKeys('m', press('M'))).toBe(true);
    expect(matchesKeys('m', press('m', { ctrlKey: true }))).toBe(false);
    expect(matchesKeys('m', press('M', { shiftKey: true }))).toBe(false);
    expect(matchesKeys('m', press('m', { altKey: true }))).toBe(false);
  });

  it('mod is Ctrl or ⌘; a sign that needs Shift on this keyboard still answers', () => {
    expect(matchesKeys('mod+k', press('k', { metaKey: true }))).toBe(true);
    expect(matchesKeys('mod+k', press('k', { ctrlKey: true }))).toBe(true);
    expect(matchesKeys('mod+k', press('k'))).toBe(false);
    expect(matchesKeys('?', press('?', { shiftKey: true }))).toBe(true);
    expect(matchesKeys('shift+ArrowDown', press('ArrowDown'))).toBe(false);
    expect(matchesKeys('ArrowDown', press('ArrowDown', { shiftKey: true }))).toBe(false);
  });

  it('are written as on the key cap', () => {
    expect(keyLabel('mod+k')).toBe('Ctrl K');
    expect(keyLabel('shift+ArrowDown')).toBe('⇧ ↓');
  });
});
