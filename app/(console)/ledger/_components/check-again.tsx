'use client';

import { useActionState } from 'react';
import { SubmitButton } from '@/components/ui/submit-button';
import { showSummary } from '@/components/ui/toast';
import { checkWholeAction } from '../actions';

/** Looks at everything now, whatever the rounds found last. */
export function CheckAgain({ words, done }: { words: string; done: string }) {
  const [, send] = useActionState(async (before: Parameters<typeof checkWholeAction>[0], form: FormData) => {
    const answer = await checkWholeAction(before, form);
    if (answer?.ok) showSummary({ title: done });
    return answer;
  }, null);
  return <form action={send}><SubmitButton variant="primary" shortcut="r">{words}</SubmitButton></form>;
}
