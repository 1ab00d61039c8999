import type { MetadataRoute } from 'next';

/** Lets a phone keep the payer pages on its home screen (B7). */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: '八方 Bafang',
    short_name: '八方',
    description: '账单、多银行收款与真正到账的钱，都在一处。',
    lang: 'zh-CN',
    start_url: '/pay',
    display: 'standalone',
    background_color: '#fafaf8',
    theme_color: '#0d6e52',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
      { src: '/icon-maskable.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'maskable' },
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
    ],
  };
}
