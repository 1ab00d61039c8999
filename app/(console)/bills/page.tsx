import { getTranslations } from 'next-intl/server';
import { BillsDesk } from './_components/bills-desk';

export async function generateMetadata() {
  return { title: (await getTranslations('bills'))('title') };
}

export default async function BillsPage({ searchParams }: PageProps<'/bills'>) {
  return <BillsDesk search={await searchParams} openId={null} />;
}
