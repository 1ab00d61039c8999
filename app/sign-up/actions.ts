'use server';

import { publicAction, signInHere } from '@/lib/edge';
import { signUp } from '@/lib/onboarding';
import { signUpInput } from '@/lib/onboarding/model';

export const signUpAction = publicAction(signUpInput, async (visitor, input) => {
  const founded = await signUp(visitor, input);
  return founded.ok ? signInHere({ email: input.email, password: input.password, institution: founded.value.slug }) : founded;
}, { action: 'institution.found', redirectTo: () => '/start' });
