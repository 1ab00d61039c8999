import { importReadings } from '@/lib/bill-items';
import { importBills } from '@/lib/bills';
import { consoleUpload } from '@/lib/edge';
import { importPayers, type ImportProgress } from '@/lib/payers';
import { openTable } from '@/lib/statements';

const imports = { payers: importPayers, readings: importReadings, bills: importBills } as const;

export async function POST(request: Request, { params }: { params: Promise<{ kind: string }> }): Promise<Response> {
  const { kind } = await params;
  if (!Object.hasOwn(imports, kind)) return new Response(null, { status: 404 });
  return consoleUpload<unknown, ImportProgress>(`${kind}.import`, async (ctx, { bytes, fileName, apply, onProgress }) => {
    const source = await openTable(bytes, fileName);
    return source.ok ? imports[kind as keyof typeof imports](ctx, { source: source.value, apply, onProgress }) : source;
  })(request);
}
