import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The answers of one port come from one place (server.ts), security headers too.
  compress: true,
  productionBrowserSourceMaps: false,
  // Native or file-reading packages that a bundler would break.
  serverExternalPackages: ['pg', '@prisma/client', '@prisma/adapter-pg', '@node-rs/argon2', 'graphile-worker', '@react-pdf/renderer', 'pg-copy-streams', 'chinese-days'],
  // `npm run check` type-checks the whole tree, tests and scripts included; a second time here would only make the start slower.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // Statement files come in through Server Actions.
    serverActions: { bodySizeLimit: '256mb' },
  },
};

export default createNextIntlPlugin('./i18n/request.ts')(config);
