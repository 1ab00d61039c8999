/** Every refusal of this module. Copy in both languages: messages/<locale>/start.json, `errors.onboarding.<code>`. */
import type { Failure } from '@/lib/kernel/result';

export const ONBOARDING_CODES = ['onboarding.no-sandbox', 'onboarding.bank-silent', 'onboarding.no-cycle'] as const;
export type OnboardingCode = (typeof ONBOARDING_CODES)[number];
export type OnboardingFailure = Failure<OnboardingCode>;
