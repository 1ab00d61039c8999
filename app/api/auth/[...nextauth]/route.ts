import NextAuth from 'next-auth';
import { authOptions } from '@/lib/edge';

type Context = { params: Promise<{ nextauth: string[] }> };

/** Options are read per request, because the key they hold is not known while the program is built. */
const handle = (request: Request, context: Context): Promise<Response> => NextAuth(authOptions())(request, context);

export { handle as GET, handle as POST };
