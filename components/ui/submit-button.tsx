'use client';

import { useFormStatus } from 'react-dom';
import { Button, type ButtonProps } from './button';

/** The button of a form with a server action: busy by itself while the form is being answered; works without JavaScript. */
export function SubmitButton({ variant = 'primary', pending, ...props }: ButtonProps) {
  const status = useFormStatus();
  return <Button type="submit" variant={variant} pending={pending ?? status.pending} {...props} />;
}
