'use client';

import { useEffect } from 'react';

/**
 * Copying an amount gives the plain number (`1280.00`), so that it can be pasted into a sheet or a bank's form. Works for every
 * element that carries `data-plain`; a selection that spans more than one amount is copied as it is shown.
 */
export function CopyPlainNumbers() {
  useEffect(() => {
    const onCopy = (event: ClipboardEvent) => {
      const selection = document.getSelection();
      if (!selection || selection.isCollapsed || selection.rangeCount !== 1) return;
      const within = selection.getRangeAt(0).commonAncestorContainer;
      const element = (within instanceof Element ? within : within.parentElement)?.closest('[data-plain]');
      const plain = element?.getAttribute('data-plain');
      if (!plain || !event.clipboardData) return;
      event.clipboardData.setData('text/plain', plain);
      event.preventDefault();
    };
    document.addEventListener('copy', onCopy);
    return () => document.removeEventListener('copy', onCopy);
  }, []);
  return null;
}
