import { redirect } from 'next/navigation';
import { getSession } from '@/lib/edge';

/** Nobody's page: people of an institution go to their day, everybody else to the sign-in page, which shows payers their own way in. */
export default async function RootPage(): Promise<never> {
  redirect((await getSession()) ? '/today' : '/sign-in');
}
